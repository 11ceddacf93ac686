import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.reflection-answers';
const UNIMPLEMENTED = 12;
const UNKNOWN = 'mcptc.Unknown';

export default defineBindingScenario(
  'grpc',
  {
    title: 'Questions to the reflection service are answered',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async ({ connection }) => {
      const listed = await connection.services();
      if (listed.value === undefined && listed.status.value === UNIMPLEMENTED)
        return t.notApplicable(REQUIREMENT, 'the server serves no reflection');
      t.satisfies<unknown>(REQUIREMENT, listed.value ?? listed.status, Array.isArray, 'a list of services');
      const [service] = (listed.value?.value ?? []).filter((name) => !name.startsWith('grpc.'));
      const isDescribed = async (symbol: string, known: boolean) => {
        const { value, status } = await connection.describe(symbol);
        const { files = [], errorCode = 0 } = value?.value ?? {};
        t.satisfies<unknown>(
          REQUIREMENT,
          value ?? status,
          () => value !== undefined && (known ? files.length > 0 : files.length === 0 && errorCode > 0),
          known ? `descriptors of ${symbol}, which is listed` : `an error code for ${symbol}`,
        );
      };
      if (service !== undefined) await isDescribed(service, true);
      await isDescribed(UNKNOWN, false);
    }),
);
