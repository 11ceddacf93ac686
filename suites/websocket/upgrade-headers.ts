import { Talk } from '../support/websocket-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'websocket.headers-mean-nothing';
/** What Streamable HTTP mirrors; none of it is true of the messages. */
const HEADERS = {
  'mcp-protocol-version': '1999-12-31',
  'mcp-session-id': 'no-such-session',
  'mcp-method': 'prompts/get',
  'mcp-name': 'nothing',
};

export default defineBindingScenario(
  'websocket',
  {
    title: 'MCP headers in the upgrade change nothing',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const raw = await (await t.connect()).dial({ headers: HEADERS });
    try {
      if (raw.status?.value !== 101) {
        if (raw.status !== undefined) t.equal(REQUIREMENT, raw.status, 101);
        else t.notVerified(REQUIREMENT, 'answer the upgrade');
        return;
      }
      const client = new Talk(t, raw);
      const request = t.era === 'modern' ? client.ask(client.probe()) : client.initialize();
      const answer = await request;
      if (answer === undefined) t.notVerified(REQUIREMENT, 'answer the first request');
      else t.satisfies(REQUIREMENT, answer.text, () => isResult(answer.json), 'a result');
    } finally {
      raw.drop();
    }
  },
);
