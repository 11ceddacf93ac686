import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.health-served', 'grpc.health-of-service', 'grpc.health-unknown-service'] as const;
const SERVING = 1;
const NOT_FOUND = 5;

export default defineBindingScenario(
  'grpc',
  { title: 'Health checks are answered', requirements: REQUIREMENTS, isolation: 'shared' },
  (t) =>
    withClient(t, REQUIREMENTS, async ({ connection }) => {
      const { value, status } = await connection.health();
      const served = t.equal('grpc.health-served', value ?? status, SERVING);
      if (!served) {
        for (const id of ['grpc.health-of-service', 'grpc.health-unknown-service'] as const)
          t.notApplicable(id, 'the server answers no health checks');
        return;
      }
      const [, service = ''] = connection.path.split('/');
      const own = await connection.health(service);
      t.equal('grpc.health-of-service', own.value ?? own.status, SERVING);
      const unknown = await connection.health('mcptc.Unknown');
      t.equal('grpc.health-unknown-service', unknown.status, NOT_FOUND);
    }),
);
