import { withClient } from '../support/grpc-client.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.session-discover-unknown';

export default defineBindingScenario(
  'grpc',
  {
    title: 'A session knows nothing of the modern era',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        if (!client.isTunnel) return t.notApplicable(REQUIREMENT, 'a tunnel of others carries both eras');
        const session = await client.session();
        if (session === undefined) return t.notVerified(REQUIREMENT, 'open a session');
        const request = client.request('server/discover');
        session.exchange.send(request);
        const { seen, document } = await client.answer(session.exchange, request.id);
        t.satisfies(REQUIREMENT, seen, () => readErrorCode(document) === -32601, 'the error -32601');
      },
      'bidi',
    ),
);
