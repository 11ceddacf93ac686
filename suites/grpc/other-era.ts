import { awaitAnswer, ANSWER_MS, isNotNow, observeStatus, withClient } from '../support/grpc-client.js';
import { CLIENT_INFO, makeRequest } from '../support/compose.js';
import { isResult } from '../../adapters/json-rpc.js';
import { computeMirror } from '../../adapters/mirror.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.other-era-unimplemented';
const UNIMPLEMENTED = 12;
const ID = 'other-era';
const NEWEST = { legacy: '2025-11-25', modern: '2026-07-28' } as const;

export default defineBindingScenario(
  'grpc',
  {
    title: 'The RPC of the other era is served, or is not there',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      if (!client.isTunnel) return t.notApplicable(REQUIREMENT, 'a tunnel of others has one RPC');
      const isModern = t.era === 'modern';
      const message = isModern
        ? makeRequest({ modern: false, revision: NEWEST.legacy, id: ID }, 'initialize', {
            protocolVersion: NEWEST.legacy,
            capabilities: {},
            clientInfo: CLIENT_INFO,
          })
        : makeRequest({ modern: true, revision: NEWEST.modern, id: ID }, 'server/discover', {});
      const exchange = client.call({
        path: client.connection.path.replace(/[^/]+$/, isModern ? 'Session' : 'Call'),
        messages: [message],
        open: isModern,
        metadata: isModern ? {} : computeMirror(message, client.tools),
      });
      const { document, seen } = await awaitAnswer(exchange, ID, true, ANSWER_MS);
      if (isNotNow(exchange)) return t.notVerified(REQUIREMENT, 'take the call: it was refused for now');
      t.satisfies(
        REQUIREMENT,
        document === undefined ? observeStatus(exchange) : seen,
        (status) => isResult(document) || status === UNIMPLEMENTED,
        'a result, or the status UNIMPLEMENTED',
      );
    }),
);
