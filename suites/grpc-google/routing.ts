import { withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { isResult } from '../../adapters/json-rpc.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.google-routing-differs';
/** Calls that are tried for two that answer differently. */
const TRIED = 6;
function contentOf(document: unknown): string {
  const result = isObject(document) ? document['result'] : undefined;
  return JSON.stringify((isObject(result) ? result['content'] : undefined) ?? null);
}

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Routing metadata does not choose the tool',
      requirements: [REQUIREMENT],
      needs: { capabilities: ['tools'] },
      isolation: 'shared',
    },
    (t) =>
      withClient(t, [REQUIREMENT], async (client) => {
        const answered = new Map<string, { name: string; arguments: Record<string, unknown> }>();
        for (const call of (await t.safeCalls()).slice(0, TRIED)) {
          const request = client.request('tools/call', { name: call.name, arguments: call.arguments });
          const { document } = await client.answer(client.send(request), request.id);
          if (isResult(document)) answered.set(contentOf(document), call);
        }
        const [one, other] = [...answered];
        if (one === undefined || other === undefined)
          return t.notVerified(REQUIREMENT, 'offer two tools that may be called and answer differently');
        const [, { name, arguments: given }] = one;
        const request = client.request('tools/call', { name, arguments: given });
        const exchange = client.send(request, { metadata: { mcp_tool: other[1].name } });
        const answer = await client.answer(exchange, request.id);
        if (answer.document === undefined) await client.isOver(exchange);
        client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
          (document) => document === undefined || contentOf(document) !== other[0],
          `what ${name} answers, or a status other than OK: the metadata names ${other[1].name}`,
        ]);
      }),
  ),
);
