import { ANSWER_MS, awaitAnswer, withClient } from '../support/grpc-client.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.ping-answered', 'grpc.slow-reader-alone', 'robustness.grpc-goaway'] as const;
const [PING, READER, GOAWAY] = REQUIREMENTS;
const OCTETS = Buffer.from('6d637074632d7069', 'hex');
/** Bytes of a stream that a server may send before they are read: at least so many, and a small part of any answer. */
const WINDOW = 16;
const PART = 32;

export default defineBindingScenario(
  'grpc',
  {
    title: 'The HTTP/2 connection is kept as its document has it',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const known = await client.knock().answer();
      const length = known.message?.text.value.length ?? 0;
      const wire = client.connection.wire({ window: Math.max(WINDOW, Math.floor(length / PART)) });
      try {
        const first = client.knock({}, wire);
        if (!isResult((await first.answer()).document)) {
          for (const id of REQUIREMENTS) t.notVerified(id, 'answer a call on a second connection');
          return;
        }
        const pinged = await wire.ping(OCTETS, t.requestTimeoutMs);
        // A server may end a connection gracefully whenever it likes.
        if (wire.goneAway?.value.code === 0) {
          for (const id of REQUIREMENTS) t.notVerified(id, 'keep a connection for so long');
          return;
        }
        t.equal(PING, pinged, OCTETS.toString('hex'));

        const unread = client.knock({ unread: true }, wire);
        const message = client.handshakeReply();
        const beside = client.send(message, {}, wire);
        // On this very connection, and so with no help of another one.
        const answer = await awaitAnswer(beside, message.id, false, t.requestTimeoutMs);
        client.judgeResult(t, READER, beside, answer, 'a result on a stream that is read');
        unread.exchange.resume();

        wire.goAway();
        const late = await awaitAnswer(unread.exchange, unread.id, false, ANSWER_MS);
        client.judgeResult(t, GOAWAY, unread.exchange, late, 'the answer to the call in flight');
        const after = client.knock();
        client.judgeResult(t, GOAWAY, after.exchange, await after.answer(), 'a result on another connection');
      } finally {
        wire.drop();
      }
    }),
);
