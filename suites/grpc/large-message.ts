import { awaitAnswer, observeStatus, withClient } from '../support/grpc-client.js';
import { padded } from '../../adapters/filler.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.grpc-large-message';
const PADDING = 'com.example/padding';
const BYTES = 64 * 1024 * 1024;
const RESOURCE_EXHAUSTED = 8;
/** Milliseconds for as much as that, within what a scenario may take. */
const PATIENCE_MS = 15_000;
const END_MS = 2_000;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A message of 64 MiB is survived',
    requirements: [REQUIREMENT],
    isolation: 'process',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const message = client.handshakeReply();
      const wanting = { ...message, params: { ...(message['params'] as object) } as Record<string, unknown> };
      wanting.params['_meta'] = {
        ...(wanting.params['_meta'] as object | undefined),
        [PADDING]: '',
      };
      const { filler } = padded(wanting, PADDING, BYTES);
      const exchange = client.send(wanting, { timeout: PATIENCE_MS, filler });
      const { seen, document } = await awaitAnswer(exchange, message.id, false, PATIENCE_MS);
      if (!isResult(document)) await client.isOver(exchange, END_MS);
      t.satisfies(
        REQUIREMENT,
        document === undefined ? observeStatus(exchange) : seen,
        (value) => document !== undefined || value === RESOURCE_EXHAUSTED,
        'an answer, or RESOURCE_EXHAUSTED',
      );
      const after = await client.knock().answer();
      t.satisfies(REQUIREMENT, after.seen, () => isResult(after.document), 'a result for another RPC');
    }),
);
