import { defineScenario } from '../../scenario.js';

export default defineScenario(
  {
    title: 'A text resource is read',
    requirements: ['resources.text-contents'],
    needs: { capabilities: ['resources'], resources: ['test://static-text'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('resources/read', { uri: 'test://static-text' }).reply();
    t.equal('resources.text-contents', reply.at('/result/contents/0/uri'), 'test://static-text');
    t.equal('resources.text-contents', reply.at('/result/contents/0/mimeType'), 'text/plain');
    t.equal(
      'resources.text-contents',
      reply.at('/result/contents/0/text'),
      'This is the content of the static text resource.',
    );
    t.observe('contents', reply.at('/result/contents'));
  },
);
