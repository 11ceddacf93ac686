import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { callTool } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

const TOOL = 'test_missing_capability';
const MISSING_REQUIRED_CLIENT_CAPABILITY = -32021;

export default defineScenario(
  {
    title: 'A tool that needs a capability of the client names it when it is missing',
    requirements: ['client-capabilities.missing-code', 'client-capabilities.missing-named'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session({ capabilities: {} });
    const reply = await callTool(session, TOOL).reply();
    const code = readErrorCode(reply);
    if (!t.equal('client-capabilities.missing-code', code, MISSING_REQUIRED_CLIENT_CAPABILITY)) {
      return t.notVerified('client-capabilities.missing-named', `answer ${TOOL} with the error -32021`);
    }
    t.satisfies(
      'client-capabilities.missing-named',
      reply.at('/error/data/requiredCapabilities'),
      (required) => isObject(required) && 'sampling' in required,
      'an object with the capability sampling',
    );
    t.observe('required', reply.at('/error/data/requiredCapabilities'));
  },
);
