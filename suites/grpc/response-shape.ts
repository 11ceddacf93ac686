import { observeEnd, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'grpc.status-in-trailers',
  'grpc.response-headers',
  'grpc.compression-not-imposed',
] as const;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A response has the headers, messages and trailers of gRPC',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const { exchange, answer } = client.knock();
      const { message, seen } = await answer();
      exchange.end();
      const over = await client.isOver(exchange);
      t.equal('grpc.response-headers', exchange.header(':status'), '200');
      t.satisfies(
        'grpc.response-headers',
        exchange.header('content-type'),
        (type) => /^application\/grpc($|[+;])/.test(type ?? ''),
        'a content type that begins with application/grpc',
      );
      if (over === undefined) t.notVerified('grpc.status-in-trailers', 'answer another call meanwhile');
      else
        t.satisfies(
          'grpc.status-in-trailers',
          exchange.status ?? observeEnd(exchange),
          (status) => typeof status === 'number',
          'a grpc-status in the trailers',
        );
      t.satisfies(
        'grpc.compression-not-imposed',
        seen,
        () => message?.compressed === false,
        'a message that is not compressed',
      );
    }),
);
