import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { hasSucceeded, readList, readText, tryTool } from '../../support/tool-calls.js';
import { isConstrained, listViolations, type Violation } from '../../support/violations.js';

const VALIDATED = 'tools.input-validated';
const ADVERTISED = 'robustness.arguments-as-advertised';
type Rules = typeof VALIDATED | typeof ADVERTISED;

/** Tools are called for evidence, not for completeness; and of slow ones not many are waited for. */
const MAX_TOOLS = 5;
const MAX_SLOW = 2;
/** The mirror of an argument is missing, which has nothing to do with the schema. */
const HEADER_MISMATCH = -32020;

export default defineScenario(
  {
    title: 'Arguments that the input schema forbids are refused, and what it allows is taken',
    requirements: [VALIDATED, ADVERTISED],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    const judged = { validated: 0, advertised: 0 };
    let slow = 0;
    for (const call of (await t.safeCalls()).slice(0, MAX_TOOLS)) {
      const violations = await listViolations(call);
      if (violations === undefined) continue;
      const right = await tryTool(session, call);
      if (right === undefined) {
        if (++slow === MAX_SLOW) break;
        continue;
      }
      judged.advertised += 1;
      t.satisfies(
        ADVERTISED,
        right.at(right.isError ? '/error' : '/result'),
        () => !isOfArguments(right),
        `${call.name} to take what its input schema allows, ${JSON.stringify(call.arguments)}`,
      );
      // Only a tool that works when it is called rightly can show why it refuses.
      if (!hasSucceeded(right.result)) continue;
      for (const violation of violations)
        if (await judgeViolation(t, session, call, violation)) judged.validated += 1;
    }
    if (judged.advertised === 0)
      t.notVerified(ADVERTISED, 'offer a tool that is safe to call, with arguments that can be made up');
    if (judged.validated > 0) return;
    const { items } = await readList(session, 'tools/list');
    if (items.length > 0 && !items.some(({ value }) => isConstrained(value['inputSchema'])))
      t.notApplicable(VALIDATED, 'the input schemas that are listed forbid nothing');
    else
      t.notVerified(
        VALIDATED,
        'offer a tool that is safe to call, succeeds, and has arguments that can be wrong',
      );
  },
);

/** Whether the call came to an answer that decides anything: a demand for input, or silence, does not. */
async function judgeViolation(
  t: Context<Rules>,
  session: Session,
  call: SafeCall,
  { kind, what, arguments: bent }: Violation,
): Promise<boolean> {
  const reply = await tryTool(session, { ...call, arguments: bent });
  if (reply === undefined || reply.error?.code === HEADER_MISMATCH) return false;
  const refused = reply.isError || reply.result?.['isError'] === true;
  if (!refused && !hasSucceeded(reply.result)) return false;
  // Whoever drops what it does not know has no use for it, and no sentence says how that is to be told.
  const rule = kind === 'additional' && !refused ? ADVERTISED : VALIDATED;
  t.satisfies(
    rule,
    reply.at(''),
    () => refused,
    `an error, or a result with isError, as ${call.name} was called with ${what}`,
  );
  return rule === VALIDATED;
}

/** A refusal for the sake of the arguments; some libraries write its code into a result. */
const isOfArguments = (reply: Reply): boolean =>
  reply.error?.code === -32602 ||
  (reply.result?.['isError'] === true && readText(reply.result).includes('-32602'));
