import { defineScenario } from '../../scenario.js';
import type { Session } from '../../session.js';
import { makeCanary } from '../../support/apart.js';
import { callTool, readList } from '../../support/tool-calls.js';
import {
  findUpstreams,
  NO_UPSTREAMS,
  readRecord,
  type Told,
  type Upstream,
} from '../../support/upstreams.js';

const RULE = 'apart.upstreams';
const WORD = 'upstream/word';

export default defineScenario(
  {
    title: 'What is said to one server behind a gateway, and by it, reaches no other',
    requirements: [RULE],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    const { items } = await readList(session, 'tools/list');
    const upstreams = findUpstreams(items.map(({ value }) => value));
    if (upstreams.length < 2) return t.notApplicable(RULE, NO_UPSTREAMS);
    // First all that one server tells, then all that the client tells: who passes something on has the occasion.
    for (const { tools } of upstreams) await callTool(session, tools.note).reply();
    const asked = upstreams.map((upstream) => ({
      upstream,
      words: [makeCanary(t, `${upstream.name}-argument`), makeCanary(t, `${upstream.name}-extra`)] as const,
    }));
    const replies = asked.map(async ({ upstream, words: [text, extra] }) =>
      callTool(session, upstream.tools.echo, { text }, { meta: { [WORD]: extra } }).reply(),
    );
    await t.wait(Promise.all(replies));
    for (const { tools } of upstreams) await callTool(session, tools.note).reply();
    const told = new Map<Upstream, Told>();
    for (const upstream of upstreams) {
      const record = await ask(session, upstream);
      if (record === undefined) return t.notVerified(RULE, `answer ${upstream.tools.record} unchanged`);
      told.set(upstream, record);
    }
    for (const [upstream, { heard, seen }] of told) {
      const foreign = asked
        .filter((one) => one.upstream !== upstream)
        .flatMap((one) => [...one.words, ...(told.get(one.upstream)?.words ?? [])]);
      const leaked = foreign.filter((word) => heard.includes(word));
      t.satisfies(
        RULE,
        seen,
        () => leaked.length === 0,
        `nothing in what reached ${upstream.name} of what belongs to another server${leaked.length === 0 ? '' : ` (${leaked.join(', ')})`}`,
      );
    }
  },
);

async function ask(session: Session, { tools }: Upstream): Promise<Told | undefined> {
  const reply = await callTool(session, tools.record).reply();
  return readRecord(reply.result, reply.at('/result'));
}
