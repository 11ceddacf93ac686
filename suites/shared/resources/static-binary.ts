import { defineScenario } from '../../scenario.js';
import { isMedia } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A binary resource is read',
    requirements: ['resources.blob-encoded'],
    needs: { capabilities: ['resources'], resources: ['test://static-binary'] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('resources/read', { uri: 'test://static-binary' }).reply();
    const mimeType = reply.at('/result/contents/0/mimeType').value;
    t.satisfies(
      'resources.blob-encoded',
      reply.at('/result/contents/0/blob'),
      (blob) => isMedia({ type: 'image', mimeType, data: blob }, 'image'),
      'base64 data that decode to an image of the MIME type',
    );
    t.observe('contents', reply.at('/result/contents'));
  },
);
