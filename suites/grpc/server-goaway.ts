import type { Observation } from '../../adapters/observation.js';
import { withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.too-many-pings-said', 'grpc.goaway-finishes-calls'] as const;
const [PINGS, FINISHES] = REQUIREMENTS;
/** Milliseconds of the call, and PINGs beside it: of those a server need take two (gRFC A8). */
const SLOW_MS = 1_500;
const MANY = 8;
/** Error codes of HTTP/2 (RFC 9113, section 7). */
const NO_ERROR = 0;
const ENHANCE_YOUR_CALM = 11;
const PINGED = Buffer.alloc(8).toString('hex');

export default defineBindingScenario(
  'grpc',
  {
    title: 'A server that wants a connection no more says so',
    requirements: REQUIREMENTS,
    needs: { role: 'slow' },
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const lent = await t.role('slow');
      const args = lent.fixture ? { ms: SLOW_MS } : lent.arguments;
      const request = client.request('tools/call', { name: lent.name, arguments: args });
      client.tools.set(lent.name, lent.tool);
      const wire = client.connection.wire();
      try {
        const session = client.connection.mode === 'bidi' ? await client.session({}, wire) : undefined;
        if (client.connection.mode === 'bidi' && session === undefined) {
          for (const id of REQUIREMENTS) t.notVerified(id, 'open a session on a second connection');
          return;
        }
        const slow = session?.exchange ?? client.send(request, {}, wire);
        session?.exchange.send(request);
        await slow.opened;
        let seen = await wire.ping(Buffer.alloc(8), t.requestTimeoutMs);
        for (let count = 1; count < MANY && seen.value === PINGED && wire.goneAway === undefined; count++)
          seen = await wire.ping(Buffer.alloc(8), t.requestTimeoutMs);
        const answer = await client.answer(slow, request.id);
        const { goneAway } = wire;
        const { code, words } = goneAway?.value ?? {};
        const told: Observation = goneAway ?? seen;
        const isGraceful = code === NO_ERROR;

        const said = code === ENHANCE_YOUR_CALM && words === 'too_many_pings';
        const tolerated = seen.value === PINGED && isResult(answer.document);
        const calm = `the connection to go on, or the GOAWAY that says too_many_pings, after ${MANY} PINGs beside a call`;
        if (isGraceful) t.notVerified(PINGS, 'keep a connection for so long');
        else t.satisfies(PINGS, told, () => said || tolerated, calm);

        if (!isGraceful) return t.notApplicable(FINISHES, 'the server said no GOAWAY while a call ran');
        client.judgeResult(t, FINISHES, slow, answer, 'the answer to the call that ran');
        const after = client.knock({}, wire);
        client.judgeResult(
          t,
          FINISHES,
          after.exchange,
          await after.answer(),
          'a result on another connection',
        );
      } finally {
        wire.drop();
      }
    }),
);
