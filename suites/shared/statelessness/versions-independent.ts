import { defineScenario, type Context } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { META } from '../../../adapters/mcp.js';
import { listAskable } from '../../support/lists.js';

const REQUIREMENT = 'base.requests-independent';
const NEVER = '1900-01-01';
const ROUNDS = 4;

export default defineScenario(
  {
    title: 'A request at another version is met alike, whatever came before it',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
    opensAnother: true,
  },
  async (t) => {
    const session = await t.session();
    const methods = listAskable(session);
    for (const method of methods) await session.request(method).reply();
    // Opened side by side: a server may take long to start.
    const fresh = await Promise.all(methods.map(() => t.session({ handshake: false })));
    for (const [index, method] of methods.entries())
      await judgeAlike(t, { session, fresh: fresh[index] ?? session, method });
  },
);

/** How it ought to be met is another row's business; here only what came before must make no difference. */
async function judgeAlike(
  t: Context<typeof REQUIREMENT>,
  { session, fresh, method }: { session: Session; fresh: Session; method: string },
): Promise<void> {
  const ask = (on: Session) => on.request(method, {}, { meta: { [META.version]: NEVER } });
  const alone = endOf(await ask(fresh).reply());
  const rounds = Array.from({ length: ROUNDS }, () => ({
    right: session.request(method),
    wrong: ask(session),
  }));
  for (const { right, wrong } of rounds) {
    t.equal(REQUIREMENT, (await right.reply()).at('/error'), undefined);
    const met = await wrong.reply();
    t.satisfies(
      REQUIREMENT,
      met.isError ? met.at('/error/code') : met.at('/result'),
      () => endOf(met) === alone,
      `${alone}, as where ${method} at ${NEVER} is the first request`,
    );
  }
}

const endOf = ({ isError, error }: Reply): string =>
  isError ? `the error ${JSON.stringify(error?.code)}` : 'a result';
