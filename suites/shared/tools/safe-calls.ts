import { parseJson } from '../../../adapters/bytes.js';
import type { Reply } from '../../session.js';
import { defineScenario, type SafeCall } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import {
  judgeOffered,
  NOTHING_OFFERED,
  hasSucceeded,
  readList,
  tryTool,
  type Item,
} from '../../support/tool-calls.js';
import { judgeSchemas } from '../../support/schemas.js';
import { isObject } from '../../../adapters/json.js';
import { isContents, isEmpty, isMedia } from '../../support/values.js';
import { judgeOptional, MAX_BOTH_WAYS, OPTIONAL } from '../../support/optional-arguments.js';

/** Calls are for evidence, not for completeness: a server may have hundreds of tools. */
const MAX_CALLS = 8;
/** Tools that may take longer than we wait, which is their right, before no more are called. */
const MAX_SLOW = 2;

/** What a tool may return at its own choice, and how each is judged. */
const KINDS = [
  {
    id: 'tools.call-image',
    type: 'image',
    isRight: (item: unknown) => isMedia(item, 'image'),
    what: 'image content whose base64 data are of its MIME type',
  },
  {
    id: 'tools.call-audio',
    type: 'audio',
    isRight: (item: unknown) => isMedia(item, 'audio'),
    what: 'audio content whose base64 data are of its MIME type',
  },
  {
    id: 'tools.call-embedded-resource',
    type: 'resource',
    isRight: (item: unknown) => isObject(item) && isContents(item['resource']),
    what: 'a resource with its URI and its text or blob',
  },
] as const;

const INVALID_PARAMS = -32602;

export default defineScenario(
  {
    title: 'Tools that are safe to call return content, and structured content of their schema',
    requirements: [
      'tools.call-has-content',
      'tools.structured-content-valid',
      'tools.structured-content-as-text',
      'tools.call-image',
      'tools.call-audio',
      'tools.call-embedded-resource',
      'tools.failure-in-result',
      'robustness.no-internal-error',
      'robustness.arguments-as-advertised',
      OPTIONAL,
    ],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    const structured: { reply: Reply; tool: SafeCall['tool'] }[] = [];
    const judged = { offered: 0, content: 0, structured: 0, text: 0, bothWays: 0, failures: 0, slow: 0 };
    const kinds = new Set<string>();
    const calls = chosen(await t.safeCalls());
    const listStructured = () => calls.filter(({ tool }) => isObject(tool['outputSchema']));
    for (const call of calls) {
      // Asked for progress, so that what it reports is overheard.
      const progressToken = `safe-${judged.offered}`;
      const reply = await tryTool(session, call, { progressToken });
      if (reply === undefined) {
        judged.slow += 1;
        if (judged.slow >= MAX_SLOW) break;
        continue;
      }
      judged.offered += 1;
      judgeOffered(t, reply);
      await judgeRefusal(call, reply);
      if (isEmpty(Object.keys(call.arguments)) && judged.bothWays < MAX_BOTH_WAYS) {
        const asked = { method: 'tools/call', name: call.name, reply, with: 'empty' } as const;
        if (await judgeOptional(t, session, asked)) judged.bothWays += 1;
      }
      if (!hasSucceeded(reply.result)) continue;
      judgeKinds(reply);
      // Nothing is content of every type.
      if (!isEmpty(reply.result['content'])) judgeContent(reply);
      if (reply.isCut) continue;
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
    await settleUnseen();
    // What a tool still says after its reply is overheard by then.
    const { method, params } = session.probe();
    if (judged.offered > 0) await session.request(method, params).maybe();

    /** What was not seen: whether no tool may be called, or none that was called did it. */
    async function settleUnseen(): Promise<void> {
      const none =
        judged.offered === 0 ? 'no call that may be made' : `none of the ${judged.offered} safe calls`;
      if (judged.content === 0) {
        if (calls.length === 0) await explainUncalled();
        else
          t.notVerified(
            'tools.call-has-content',
            'have a call that gives content in time: `examples` in the config say with which arguments',
          );
      }
      if (judged.offered === 0) {
        t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
        t.notApplicable('robustness.arguments-as-advertised', NOTHING_OFFERED);
      }
      if (judged.bothWays === 0) t.notApplicable(OPTIONAL, `${none} works without arguments`);
      if (judged.failures === 0) t.notApplicable('tools.failure-in-result', `${none} failed with isError`);
      for (const { id, type } of KINDS)
        if (!kinds.has(id)) t.notApplicable(id, `${none} returned content of type ${type}`);
      for (const [id, count] of [
        ['tools.structured-content-valid', judged.structured],
        ['tools.structured-content-as-text', judged.text],
      ] as const) {
        if (count > 0) continue;
        const [uncalled] = listStructured().length > 0 ? [] : await listUncalled();
        // A tool that lists a schema is held to it; to repeat structured content as text, only one that was seen to give any.
        if (uncalled !== undefined && id === 'tools.structured-content-valid')
          t.notVerified(
            id,
            `have a tool with an output schema that may be called: annotated with readOnlyHint, or allowed by --allow-tool ${uncalled}`,
          );
        else if (listStructured().length === 0)
          t.notApplicable(id, `${none} has an output schema or gave structured content`);
        else
          t.notVerified(
            id,
            'have a tool with an output schema whose call succeeds: `examples` in the config give arguments that work',
          );
      }
    }

    /** Why no tool was called: there is none, or nobody says that one may be. */
    async function explainUncalled(): Promise<void> {
      const tools = await readList(session, 'tools/list');
      const [first] = tools.items;
      if (first === undefined) return noteNoneListed(t, tools, 'tool', 'tools.call-has-content');
      t.notVerified(
        'tools.call-has-content',
        `have a tool that may be called: annotated with readOnlyHint, or allowed by --allow-tool ${nameOf(first)}`,
      );
    }

    /** Tools with an output schema, by name; of those that may be called there is none. */
    async function listUncalled(): Promise<string[]> {
      const { items } = await readList(session, 'tools/list');
      return items.filter(({ value }) => isObject(value['outputSchema'])).map(nameOf);
    }

    /** The schema of the tool allows what it was given, unless the tool has reasons that no schema says. */
    async function judgeRefusal(call: SafeCall, reply: Reply): Promise<void> {
      const isRefused = reply.error?.code === INVALID_PARAMS;
      // A schema may say more than arguments are made by: only those that are valid by all of it are held against the tool.
      const [verdict] = isRefused
        ? await judgeSchemas([{ schema: call.tool['inputSchema'], value: { json: call.arguments } }])
        : ['valid'];
      if (verdict === 'valid')
        t.satisfies(
          'robustness.arguments-as-advertised',
          reply.at(reply.isError ? '/error' : '/result'),
          () => !isRefused,
          'no error -32602, as the arguments are valid by the input schema of the tool',
        );
      if (reply.result?.['isError'] !== true) return;
      judged.failures += 1;
      t.equal('tools.failure-in-result', reply.at('/result/isError'), true);
    }

    function judgeKinds(reply: Reply): void {
      const content = reply.result?.['content'];
      if (!Array.isArray(content)) return;
      for (const [index, item] of content.entries()) {
        const kind = KINDS.find(({ type }) => isObject(item) && item['type'] === type);
        if (kind === undefined) continue;
        kinds.add(kind.id);
        t.satisfies(kind.id, reply.at(`/result/content/${index}`), kind.isRight, kind.what);
      }
    }

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

const nameOf = ({ value }: Item): string => String(value['name']).slice(0, 80);

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
