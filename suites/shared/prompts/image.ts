import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';
import { isMedia } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A prompt contains an image',
    requirements: ['prompts.image'],
    needs: { capabilities: ['prompts'], prompts: ['test_prompt_with_image'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('prompts/get', { name: 'test_prompt_with_image' }).reply();
    t.satisfies(
      'prompts.image',
      reply.at('/result/messages'),
      (messages) =>
        Array.isArray(messages) &&
        messages.some((message) => isObject(message) && isMedia(message['content'], 'image')),
      'an image with a MIME type for images and base64 data',
    );
    t.observe('messages', reply.at('/result/messages'));
  },
);
