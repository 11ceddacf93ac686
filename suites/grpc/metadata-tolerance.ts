import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.binary-metadata-unpadded', 'grpc.unknown-metadata-ignored'] as const;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Metadata that means nothing here changes nothing',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const isServed = async (id: (typeof REQUIREMENTS)[number], metadata: Record<string, string>) => {
        const { exchange, answer } = client.knock({ metadata });
        client.judgeResult(t, id, exchange, await answer(), 'a result, whatever the metadata');
      };
      await isServed('grpc.unknown-metadata-ignored', { 'x-mcptc-unknown': 'something' });
      // Two octets, which make one character of padding.
      await isServed('grpc.binary-metadata-unpadded', { 'x-mcptc-bin': '/wA' });
      await isServed('grpc.binary-metadata-unpadded', { 'x-mcptc-bin': '/wA=' });
    }),
);
