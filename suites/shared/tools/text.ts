import { defineScenario } from '../../scenario.js';
import { callTool, SUCCESS, hasSucceeded } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'A tool returns text',
    requirements: ['tools.call-text'],
    needs: { capabilities: ['tools'], tools: ['test_simple_text'] },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_simple_text').reply();
    if (!t.satisfies('tools.call-text', reply.at('/result'), hasSucceeded, SUCCESS)) return;
    t.equal('tools.call-text', reply.at('/result/content/0/type'), 'text');
    t.equal(
      'tools.call-text',
      reply.at('/result/content/0/text'),
      'This is a simple text response for testing.',
    );
    t.observe('content', reply.at('/result/content'));
  },
);
