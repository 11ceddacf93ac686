import { defineScenario } from '../../scenario.js';
import { callTool, SUCCESS, hasSucceeded } from '../../support/tool-calls.js';
import { isMedia } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A tool returns an image',
    requirements: ['tools.call-image'],
    needs: { capabilities: ['tools'], tools: ['test_image_content'] },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_image_content').reply();
    if (!t.satisfies('tools.call-image', reply.at('/result'), hasSucceeded, SUCCESS)) return;
    t.satisfies(
      'tools.call-image',
      reply.at('/result/content/0'),
      (item) => isMedia(item, 'image'),
      'image content with a MIME type for images and base64 data',
    );
    t.observe('content', reply.at('/result/content'));
  },
);
