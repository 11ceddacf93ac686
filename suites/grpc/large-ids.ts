import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';
import { isResult, readErrorCode } from '../../adapters/json-rpc.js';

const REQUIREMENT = 'grpc.large-id-answered';
/** Integers that 64 bits hold, and of which a double is exactly one. */
const IDS = [2 ** 53, -(2 ** 53) - 2, 2 ** 62];

export default defineBindingScenario(
  'grpc',
  {
    title: 'An id beyond 2^53 is answered',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const session = client.connection.mode === 'bidi' ? await client.session() : undefined;
      if (client.connection.mode === 'bidi' && session === undefined)
        return t.notVerified(REQUIREMENT, 'open a session');
      for (const id of IDS) {
        const request = { ...(session === undefined ? client.handshakeReply() : client.request('ping')), id };
        const exchange = session?.exchange ?? client.send(request);
        session?.exchange.send(request);
        const answer = await client.answer(exchange, id, true);
        const isAnswer = (document: unknown): boolean =>
          (isResult(document) && isObject(document) && document['id'] === id) ||
          readErrorCode(document) !== undefined;
        const held = client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
          isAnswer,
          `an answer to the request with the id ${id}: a result, or an error where it is beyond a limit`,
        ]);
        if (!held) return;
      }
    }),
);
