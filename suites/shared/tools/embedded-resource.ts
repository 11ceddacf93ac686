import { defineScenario } from '../../scenario.js';
import { callTool, SUCCESS, hasSucceeded } from '../../support/tool-calls.js';
import { isContents } from '../../support/values.js';

export default defineScenario(
  {
    title: 'A tool returns an embedded resource',
    requirements: ['tools.call-embedded-resource'],
    needs: { capabilities: ['tools'], tools: ['test_embedded_resource'] },
  },
  async (t) => {
    const reply = await callTool(await t.session(), 'test_embedded_resource').reply();
    if (!t.satisfies('tools.call-embedded-resource', reply.at('/result'), hasSucceeded, SUCCESS)) return;
    t.equal('tools.call-embedded-resource', reply.at('/result/content/0/type'), 'resource');
    t.satisfies(
      'tools.call-embedded-resource',
      reply.at('/result/content/0/resource'),
      isContents,
      'a resource with its URI and its text or blob',
    );
    t.observe('content', reply.at('/result/content'));
  },
);
