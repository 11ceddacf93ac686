import { defineScenario } from '../../scenario.js';
import { callTool, SUCCESS, hasSucceeded } from '../../support/tool-calls.js';
import { isContents, isMedia } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A tool returns text, an image and a resource at once',
    requirements: ['tools.call-content-order'],
    needs: { capabilities: ['tools'], tools: ['test_multiple_content_types'] },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_multiple_content_types').reply();
    if (!t.satisfies('tools.call-content-order', reply.at('/result'), hasSucceeded, SUCCESS)) return;
    t.equal('tools.call-content-order', reply.at('/result/content/0/type'), 'text');
    t.satisfies(
      'tools.call-content-order',
      reply.at('/result/content/1'),
      (item) => isMedia(item, 'image'),
      'an image as the second item',
    );
    t.equal('tools.call-content-order', reply.at('/result/content/2/type'), 'resource');
    t.satisfies(
      'tools.call-content-order',
      reply.at('/result/content/2/resource'),
      isContents,
      'a resource as the third item',
    );
    t.observe('content', reply.at('/result/content'));
  },
);
