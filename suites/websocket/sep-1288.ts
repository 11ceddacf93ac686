import { isResult } from '../../adapters/json-rpc.js';
import { END_MS, observeFrame, Talk } from '../support/websocket-client.js';
import { CLIENT_INFO } from '../support/compose.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

const RESUMED = 'websocket.sep-1288-session-resumed';
const CLOSED = 'websocket.sep-1288-older-connection-closed';
const NORMAL = 1000;

export default defineBindingScenario(
  'websocket',
  {
    title: 'A session of SEP-1288 outlives its connection',
    requirements: [RESUMED, CLOSED],
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  async (t) => {
    const inapplicable = (why: string) => {
      for (const id of [RESUMED, CLOSED] as const) t.notApplicable(id, why);
    };
    const connection = await t.connect();
    if (connection.profile !== 'sep-1288') return inapplicable('this run does not speak the draft SEP-1288');
    const [older, newer] = [await connection.dial(), await connection.dial()];
    try {
      const handshakeReply = await new Talk(t, older).initialize();
      const id = isObject(handshakeReply?.json) ? handshakeReply.json['mcpSessionId'] : undefined;
      if (typeof id !== 'string') return inapplicable('the server gives out no mcpSessionId');
      const client = new Talk(t, newer);
      const params = { protocolVersion: t.revision, capabilities: {}, clientInfo: CLIENT_INFO };
      const again = await client.ask({ ...client.request('initialize', params), mcpSessionId: id });
      const seen = await observeFrame(newer, again);
      const right = isResult(again?.json) && isObject(again?.json) && again.json['mcpSessionId'] === id;
      t.satisfies(RESUMED, seen, () => right, `a result with the mcpSessionId ${id}`);
      const fate = await older.fate(END_MS, 'closing');
      t.satisfies(CLOSED, fate, ({ code }) => code === NORMAL, `a close frame with the code ${NORMAL}`);
    } finally {
      older.drop();
      newer.drop();
    }
  },
);
