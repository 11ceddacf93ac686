import { observeStatus, withClient } from '../support/grpc-client.js';
import { BELOW, isOfLibrary } from '../support/grpc-library.js';
import { defineBindingScenario } from '../scenario.js';

const LIST = 'grpc.binary-metadata-list';
const LIBRARY = 'grpc.library-binary-list';
const REQUIREMENTS = [
  'grpc.timeout-units',
  LIST,
  LIBRARY,
  'grpc.metadata-of-any-text',
  'grpc.content-type-plain',
  'robustness.grpc-metadata-of-7-kib',
] as const;
/** An hour, in as many digits as there may be where they are many. */
const TIMEOUTS = ['1H', '60M', '3600S', '3600000m', '99999999u'];
const KIB = 1_024;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Headers of a request are read as gRPC has them',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const isServed = async (id: (typeof REQUIREMENTS)[number], metadata: Record<string, string>) => {
        const { exchange, answer } = client.knock({ metadata });
        const came = await answer();
        const shown = JSON.stringify(metadata).slice(0, 100);
        if (id === LIST && isOfLibrary(exchange, 'list')) {
          t.satisfies(
            LIBRARY,
            observeStatus(exchange),
            () => false,
            'values that are taken apart, by a library',
          );
          t.notApplicable(id, BELOW);
        } else if (client.judgeResult(t, id, exchange, came, `a result with ${shown}`) && id === LIST)
          t.satisfies(LIBRARY, came.seen, () => true, 'values that are taken apart, by a library');
      };
      for (const timeout of TIMEOUTS) await isServed('grpc.timeout-units', { 'grpc-timeout': timeout });
      await isServed('grpc.binary-metadata-list', { 'x-mcptc-bin': '/wA,AAEC' });
      await isServed('grpc.metadata-of-any-text', { 'x-mcptc-text': 'gr\u00fcn' });
      await isServed('grpc.content-type-plain', { 'content-type': 'application/grpc' });
      await isServed('robustness.grpc-metadata-of-7-kib', { 'x-mcptc-long': 'x'.repeat(7 * KIB - 200) });
    }),
);
