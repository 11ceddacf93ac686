import { defineScenario, type Context, type LentCall } from '../../scenario.js';
import type { Id, Session } from '../../session.js';
import { makeCanary, makeIds } from '../../support/apart.js';
import { isProgress, PROGRESS } from '../../support/progress.js';
import { callLent } from '../../support/tool-calls.js';

const RULE = 'apart.progress';

/** A call of one client; without a token it wants to hear nothing. */
interface Asker {
  readonly session: Session;
  readonly token: string | undefined;
}

export default defineScenario(
  {
    title: 'Two clients that call the same tool at once hear of the progress of their own call alone',
    requirements: [RULE],
    needs: { capabilities: ['tools'], role: 'progress' },
  },
  async (t) => {
    const call = await t.role('progress');
    const nextId = makeIds(t);
    const together = nextId();
    const both = await makeAskers(t, ['one', 'other']);
    await askTogether(t, call, both, [together, together]);
    const alone = await makeAskers(t, ['single']);
    await askTogether(t, call, alone, [nextId(), nextId()]);
    const heard = [...both, ...alone].map((asker) => judge(t, asker));
    if (heard.every((count) => count === 0))
      t.notVerified(RULE, `send ${PROGRESS} from ${call.name} before it answers`);
  },
);

/** Two clients; those that have no name of a place give no token. */
async function makeAskers(t: Context, places: readonly string[]): Promise<Asker[]> {
  const make = async (place: string | undefined): Promise<Asker> => ({
    session: await t.session(),
    token: place === undefined ? undefined : makeCanary(t, place),
  });
  return [await make(places[0]), await make(places[1])];
}

async function askTogether(
  t: Context,
  call: LentCall,
  askers: readonly Asker[],
  ids: readonly Id[],
): Promise<void> {
  const asked = askers.map(async ({ session, token }, at) => {
    const id = ids[at];
    const options = {
      ...(id === undefined ? {} : { id }),
      ...(token === undefined ? {} : { progressToken: token }),
    };
    if ((await callLent(session, call, options)) !== undefined) await session.barrier();
  });
  const ends = await t.wait(Promise.allSettled(asked));
  const failed = ends.find((end) => end.status === 'rejected');
  // What was heard until then is judged all the same.
  if (failed !== undefined) {
    for (const asker of askers) judge(t, asker);
    throw failed.reason;
  }
}

/** Returns how much progress the client heard of. */
function judge(t: Context, { session, token }: Asker): number {
  const heard = session.events.seen.filter(isProgress);
  for (const message of heard)
    t.equal(RULE, message.at('/params/progressToken'), token ?? 'none, as this client asked for no progress');
  return heard.length;
}
