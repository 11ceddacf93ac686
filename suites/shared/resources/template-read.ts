import { defineScenario } from '../../scenario.js';
import { makeUnguessable } from '../../support/tool-calls.js';
import { isContents } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A resource is read by a URI that was expanded from a template',
    requirements: ['resources.template-read'],
    needs: { capabilities: ['resources'], resources: ['test://template/{id}/data'] },
  },
  async (t) => {
    const session = await t.session();
    const id = makeUnguessable(() => t.random());
    const uri = `test://template/${id}/data`;
    const reply = await session.request('resources/read', { uri }).reply();
    t.equal('resources.template-read', reply.at('/result/contents/0/uri'), uri);
    t.satisfies(
      'resources.template-read',
      reply.at('/result/contents/0'),
      (contents) => isContents(contents) && JSON.stringify(contents['text'] ?? '').includes(id),
      `contents that were made for ${id}`,
    );
  },
);
