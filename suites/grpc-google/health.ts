import { withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['google.health-registered', 'grpc.health-unknown-service'] as const;
const [REGISTERED, UNKNOWN] = REQUIREMENTS;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;
/** SERVING, and NOT_SERVING. */
const STATUSES: readonly unknown[] = [1, 2];

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    { title: 'Health checks know the service', requirements: REQUIREMENTS, isolation: 'shared' },
    (t) =>
      withClient(t, REQUIREMENTS, async ({ connection }) => {
        const overall = await connection.health();
        const [, service = ''] = connection.path.split('/');
        const own = await connection.health(service);
        if ([overall, own].every(({ status }) => status.value === UNIMPLEMENTED)) {
          for (const id of REQUIREMENTS) t.notApplicable(id, 'the server answers no health checks');
          return;
        }
        for (const { value, status } of [overall, own])
          t.satisfies(
            REGISTERED,
            value ?? status,
            (serving) => value !== undefined && STATUSES.includes(serving),
            'SERVING or NOT_SERVING',
          );
        t.equal(UNKNOWN, (await connection.health('mcptc.Unknown')).status, NOT_FOUND);
      }),
  ),
);
