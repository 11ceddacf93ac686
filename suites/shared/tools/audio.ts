import { defineScenario } from '../../scenario.js';
import { callTool, SUCCESS, hasSucceeded } from '../../support/tool-calls.js';
import { isMedia } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A tool returns audio',
    requirements: ['tools.call-audio'],
    needs: { capabilities: ['tools'], tools: ['test_audio_content'] },
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_audio_content').reply();
    if (!t.satisfies('tools.call-audio', reply.at('/result'), hasSucceeded, SUCCESS)) return;
    t.satisfies(
      'tools.call-audio',
      reply.at('/result/content/0'),
      (item) => isMedia(item, 'audio'),
      'audio content with a MIME type for audio and base64 data',
    );
    t.observe('content', reply.at('/result/content'));
  },
);
