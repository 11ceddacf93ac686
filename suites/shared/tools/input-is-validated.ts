import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Session } from '../../session.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { hasSucceeded, readList, tryTool } from '../../support/tool-calls.js';
import { countKinds, isConstrained, listViolations, type Violation } from '../../support/violations.js';

const VALIDATED = 'tools.input-validated';
const UNKNOWN = 'robustness.unknown-arguments';
type Rules = typeof VALIDATED | typeof UNKNOWN;

/** Tools are called for evidence, not for completeness; and of slow ones not many are waited for. */
const MAX_TOOLS = 5;
const MAX_SLOW = 2;
/** Tools on which one kind of constraint is tried: one alone may be the exception. */
const PER_KIND = 2;
/** The mirror of an argument is missing, which has nothing to do with the schema. */
const HEADER_MISMATCH = -32020;

export default defineScenario(
  {
    title: 'Arguments that the input schema forbids are refused',
    requirements: [VALIDATED, UNKNOWN],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    const judged = new Set<Rules>();
    const tried = new Map<Violation['kind'], number>();
    let slow = 0;
    for (const { call, violations: all } of await t.wait(chooseCalls(await t.safeCalls()))) {
      const violations = all.filter(({ kind }) => (tried.get(kind) ?? 0) < PER_KIND);
      if (violations.length === 0) continue;
      // Only a tool that works when it is called rightly can show why it refuses.
      const right = await tryTool(session, call);
      if (right === undefined && ++slow === MAX_SLOW) break;
      if (!hasSucceeded(right?.result)) continue;
      for (const violation of violations) {
        const rules = await judgeViolation(t, session, call, violation);
        for (const rule of rules) judged.add(rule);
        if (rules.length > 0) tried.set(violation.kind, (tried.get(violation.kind) ?? 0) + 1);
      }
    }
    if (!judged.has(UNKNOWN))
      t.notApplicable(UNKNOWN, 'no tool that was called rules out other arguments than it names');
    if (judged.has(VALIDATED)) return;
    const tools = await readList(session, 'tools/list');
    if (!tools.items.some(({ value }) => isConstrained(value['inputSchema'])))
      return noteNoneListed(t, tools, 'tool whose input schema forbids anything', VALIDATED);
    const missing =
      'offer a tool that may be called (readOnlyHint, or --allow-tool NAME), succeeds, and has arguments that can be wrong';
    t.notVerified(VALIDATED, missing);
  },
);

/** Those that can be called wrongly in most ways come first. */
async function chooseCalls(calls: readonly SafeCall[]) {
  const ranked = calls
    .map((call) => ({ call, kinds: countKinds(call) }))
    .filter(({ kinds }) => kinds > 0)
    .toSorted((a, b) => b.kinds - a.kinds)
    .slice(0, MAX_TOOLS);
  const all = await Promise.all(
    ranked.map(async ({ call }) => ({ call, violations: (await listViolations(call)) ?? [] })),
  );
  return all.filter(({ violations }) => violations.length > 0);
}

/** Judges what comes of one violation. A demand for input, or silence, decides nothing. */
async function judgeViolation(
  t: Context<Rules>,
  session: Session,
  call: SafeCall,
  { kind, what, arguments: bent }: Violation,
): Promise<readonly Rules[]> {
  const reply = await tryTool(session, { ...call, arguments: bent });
  if (reply === undefined || reply.error?.code === HEADER_MISMATCH) return [];
  const refused = reply.isError || reply.result?.['isError'] === true;
  if (!refused && !hasSucceeded(reply.result)) return [];
  // Whoever drops an argument that it does not know may have validated all that it takes.
  const rules = kind !== 'additional' ? [VALIDATED] : refused ? [VALIDATED, UNKNOWN] : [UNKNOWN];
  for (const rule of rules as readonly Rules[]) {
    t.satisfies(
      rule,
      reply.at(''),
      () => refused,
      `an error, or a result with isError, as ${call.name} was called with ${what}`,
    );
  }
  return rules as readonly Rules[];
}
