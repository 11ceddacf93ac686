import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';
import { isContents, isMimeType } from '../../support/values.js';

const URI = 'test://example-resource';

export default defineScenario(
  {
    title: 'A prompt embeds a resource',
    requirements: ['prompts.embedded-resource'],
    needs: { capabilities: ['prompts'], prompts: ['test_prompt_with_embedded_resource'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session
      .request('prompts/get', {
        name: 'test_prompt_with_embedded_resource',
        arguments: { resourceUri: URI },
      })
      .reply();
    t.satisfies(
      'prompts.embedded-resource',
      reply.at('/result/messages'),
      (messages) => embedded(messages).length > 0 && embedded(messages).every(isComplete),
      `a resource with the URI ${URI}, a MIME type, and text or a base64 blob`,
    );
    t.observe('messages', reply.at('/result/messages'));
  },
);

function embedded(messages: unknown): unknown[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown) => {
    const content = isObject(message) ? message['content'] : undefined;
    return isObject(content) && content['type'] === 'resource' ? [content['resource']] : [];
  });
}

const isComplete = (resource: unknown): boolean =>
  isContents(resource) && resource['uri'] === URI && isMimeType(resource['mimeType']);
