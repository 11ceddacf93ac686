import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.broken-frame-ends-connection', 'grpc.library-goaway'] as const;
const [ENDS, GOAWAY] = REQUIREMENTS;
/** A PING with one octet less than it has to have. */
const BROKEN = { type: 6, payload: Buffer.alloc(7) };

export default defineBindingScenario(
  'grpc',
  {
    title: 'A frame of HTTP/2 that is not right ends the connection',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const end = await client.connection.tryFrame(BROKEN, t.requestTimeoutMs);
      if (end === undefined) {
        for (const id of REQUIREMENTS) t.notVerified(id, 'acknowledge a PING beside a call first');
        return;
      }
      // That the TCP connection ends as well is not looked at: node:http2 leaves that to its client.
      const isError = end.value.goAway !== undefined && end.value.goAway.code !== 0;
      const what = 'a GOAWAY with an error code, or the end, after a PING of seven octets';
      if (t.satisfies(ENDS, end, ({ open }) => isError || !open, what))
        t.satisfies(GOAWAY, end, () => isError, 'a GOAWAY with an error code first');
      else t.notVerified(GOAWAY, 'end the connection for what is wrong with a frame');
    }),
);
