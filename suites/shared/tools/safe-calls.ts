import { parseJson } from '../../../adapters/bytes.js';
import type { Reply } from '../../session.js';
import { defineScenario, type SafeCall } from '../../scenario.js';
import { judgeOffered, NOTHING_OFFERED, hasSucceeded, tryTool } from '../../support/tool-calls.js';
import { judgeSchemas } from '../../support/schemas.js';
import { isObject } from '../../../adapters/json.js';
import { isEmpty } from '../../support/values.js';

/** Calls are for evidence, not for completeness: a server may have hundreds of tools. */
const MAX_CALLS = 8;

export default defineScenario(
  {
    title: 'Tools that are safe to call return content, and structured content of their schema',
    requirements: [
      'tools.call-has-content',
      'tools.structured-content-valid',
      'tools.structured-content-as-text',
      'robustness.no-internal-error',
    ],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    const structured: { reply: Reply; tool: SafeCall['tool'] }[] = [];
    const judged = { offered: 0, content: 0, structured: 0, text: 0 };
    for (const call of chosen(await t.safeCalls())) {
      // Asked for progress, so that what it reports is overheard.
      const progressToken = `safe-${judged.offered}`;
      const reply = await tryTool(session, call, { progressToken });
      if (reply === undefined) break;
      judged.offered += 1;
      judgeOffered(t, reply);
      if (!hasSucceeded(reply.result)) continue;
      // Nothing is content of every type.
      if (!isEmpty(reply.result['content'])) judgeContent(reply);
      if (isObject(call.tool['outputSchema'])) structured.push({ reply, tool: call.tool });
      else if (reply.result !== undefined && 'structuredContent' in reply.result) judgeText(reply);
    }
    const verdicts = await judgeSchemas(
      structured.map(({ reply, tool }) => ({
        schema: tool['outputSchema'],
        value: { json: reply.result?.['structuredContent'] },
      })),
    );
    structured.forEach(({ reply }, index) => {
      const verdict = verdicts[index] ?? 'unknown';
      if (verdict === 'unknown') return;
      judged.structured += 1;
      t.satisfies(
        'tools.structured-content-valid',
        reply.at('/result/structuredContent'),
        (value) => value !== undefined && verdict === 'valid',
        'a value that is valid by the output schema of the tool',
      );
      judgeText(reply);
    });
    if (judged.content === 0)
      t.notVerified('tools.call-has-content', 'offer a tool that is safe to call and gives content');
    if (judged.offered === 0) t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
    const missing = 'offer a tool with an output schema that is safe to call and succeeds';
    if (judged.structured === 0) t.notVerified('tools.structured-content-valid', missing);
    if (judged.text === 0) t.notVerified('tools.structured-content-as-text', missing);
    // What a tool still says after its reply is overheard by then.
    const { method, params } = session.probe();
    if (judged.offered > 0) await session.request(method, params).maybe();

    function judgeContent(reply: Reply): void {
      judged.content += 1;
      t.satisfies(
        'tools.call-has-content',
        reply.at('/result/content'),
        (content) =>
          Array.isArray(content) &&
          content.every((item) => isObject(item) && typeof item['type'] === 'string'),
        'an array of typed content items',
      );
    }

    function judgeText(reply: Reply): void {
      judged.text += 1;
      t.satisfies(
        'tools.structured-content-as-text',
        reply.at('/result'),
        repeatsItself,
        'a text item that holds the structured content as JSON',
      );
    }
  },
);

const rank = (call: SafeCall) => (isObject(call.tool['outputSchema']) ? 0 : 1);

/** Tools with an output schema first; fixtures that fail on purpose or cut their channel prove nothing here. */
function chosen(calls: readonly SafeCall[]): readonly SafeCall[] {
  return calls
    .filter(({ name }) => name !== 'test_error_handling' && name !== 'test_reconnection')
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_CALLS);
}

function repeatsItself(result: unknown): boolean {
  if (!isObject(result) || !Array.isArray(result['content'])) return false;
  const wanted = canonical(result['structuredContent']);
  return result['content'].some((item: unknown) => {
    if (!isObject(item) || typeof item['text'] !== 'string') return false;
    return canonical(parseJson(Buffer.from(item['text']))) === wanted;
  });
}

/** JSON with the keys of every object in one order. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
