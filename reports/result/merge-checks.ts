/** Checks whether results can be joined: same target and options, no case twice, no shard missing. */
import { toCanonicalJson } from './canonical.js';
import { plannedCases } from './survey.js';
import type { Result, TransportReport } from './result.js';
import { getCaseKey, deal, hashPlan, formatShard } from './shards.js';

/** A result, and what to call it in messages: its file. */
export interface Part {
  name: string;
  result: Result;
}

/** Results that are not parts of one run, in words for whoever named them. */
export class CannotJoin extends Error {
  override readonly name = 'CannotJoin';
}

/** Things that make no difference to what was asked: how fast, and where. */
const FREE = new Set(['concurrency', 'transports', 'cases']);

const SELF = 'what the target says of itself';

type Facts = Map<string, unknown>;

/** Whether the target was found to speak anything, anywhere. */
export const wasTested = ({ target }: Result): boolean =>
  Object.values(target.transports).some(({ revisions }) => revisions.length > 0);

export function checkAlike(first: Part, part: Part): void {
  const facts = ({ tool, run, target }: Result): [string, unknown][] => [
    ['tool version', tool.version],
    ['catalogue', run.catalogueHash],
    ['what counts', run.heldTo],
    ['target', target.name],
    ['seed', run.seed],
    ...Object.entries(run.options).filter(([name]) => !FREE.has(name)),
  ];
  const [before, now] = [first, part].map(({ result }) => new Map(facts(result))) as [Facts, Facts];
  // Where none of its transports could be tested, it said nothing of itself.
  if ([first, part].every(({ result }) => wasTested(result))) {
    before.set(SELF, first.result.target.serverInfo);
    now.set(SELF, part.result.target.serverInfo);
  }
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [one, other] = [before.get(name) ?? null, now.get(name) ?? null].map(toCanonicalJson);
    if (one === other) continue;
    throw new CannotJoin(`${first.name} and ${part.name} differ in ${name}: ${one} and ${other}`);
  }
}

/** Each transport against the first part that ran it; where it was not run, nothing was seen that could differ. */
export function checkSameTransports(parts: readonly Part[]): void {
  const ran = new Map<string, OnTransport>();
  for (const part of parts) {
    for (const [name, transport] of Object.entries(part.result.target.transports)) {
      if (transport.notRun === true) continue;
      const known = ran.get(name);
      if (known === undefined) ran.set(name, { part, transport });
      else checkSame(name, known, { part, transport });
    }
  }
}

interface OnTransport {
  part: Part;
  transport: TransportReport;
}

function checkSame(name: string, known: OnTransport, other: OnTransport): void {
  const names = `${known.part.name} and ${other.part.name}`;
  if (toCanonicalJson(known.transport.revisions) !== toCanonicalJson(other.transport.revisions)) {
    const down = [known, other].find(({ transport }) => transport.revisions.length === 0);
    throw new CannotJoin(
      down === undefined
        ? `${names} are of targets with other revisions on ${name}`
        : `${down.part.name} could not test ${name}: ${down.transport.reason?.split('\n')[0] ?? 'no reason was given'}`,
    );
  }
  for (const fact of ['custom', 'image'] as const) {
    const [one, now] = [known, other].map(({ transport }) => toCanonicalJson(transport[fact] ?? null));
    if (one !== now) throw new CannotJoin(`${names} differ in ${fact} of ${name}: ${one} and ${now}`);
  }
}

/** Checks the parts of one plan against each other, and names the shards of it that are not there. */
export function listMissingShards(parts: readonly Part[]): string[] {
  const seen = new Map<number, Part>();
  const [first] = parts as readonly [Part];
  const of = first.result.run.shard?.of ?? 1;
  for (const part of parts) {
    const { shard = { index: 1, of: 1 } } = part.result.run;
    const [loosened, others] = [first, part].map(({ result }) => toCanonicalJson(result.run.loosened));
    if (loosened !== others) {
      throw new CannotJoin(
        `${first.name} and ${part.name} differ in what was loosened: ${loosened} and ${others}`,
      );
    }
    if (shard.of !== of)
      throw new CannotJoin(`${first.name} is ${share(first)}, ${part.name} is ${share(part)}`);
    const known = seen.get(shard.index);
    if (known !== undefined) {
      throw new CannotJoin(`${known.name} and ${part.name} are both ${share(part)}`);
    }
    seen.set(shard.index, part);
  }
  checkDealt(parts, of, seen.size === of);
  return Array.from({ length: of }, (_, index) => index + 1)
    .filter((index) => !seen.has(index))
    .map((index) => formatShard({ index, of }));
}

const share = ({ result: { run } }: Part): string =>
  run.shard === undefined ? 'the whole plan' : `shard ${formatShard(run.shard)}`;

/** No case twice; and where nothing was cut short, exactly the plan, each case in the shard that it was dealt to. */
function checkDealt(parts: readonly Part[], of: number, whole: boolean): void {
  const owner = new Map<string, Part>();
  for (const part of parts) {
    for (const one of plannedCases(part.result)) {
      const known = owner.get(getCaseKey(one));
      if (known !== undefined)
        throw new CannotJoin(`${known.name} and ${part.name} both have the case ${getCaseKey(one)}`);
      owner.set(getCaseKey(one), part);
    }
  }
  if (!whole || parts.some(({ result }) => !result.run.complete)) return;
  const cases = parts.flatMap(({ result }) => plannedCases(result));
  const [first] = parts as readonly [Part];
  if (hashPlan(cases) !== first.result.run.planHash) {
    const names = parts.map(({ name }) => name).join(', ');
    throw new CannotJoin(`the cases of ${names} are not those of their plan: one of them was changed`);
  }
  const dealt = deal(cases, of);
  for (const [key, { name, result }] of owner) {
    if (dealt.get(key) !== (result.run.shard?.index ?? 1))
      throw new CannotJoin(`${name} has the case ${key} of another shard: it was changed`);
  }
}

/** Different plans have to be of different transports. */
export function checkApart(plans: readonly (readonly Part[])[]): void {
  const owner = new Map<string, Part>();
  for (const [part] of plans as readonly (readonly [Part])[]) {
    for (const [transport, { notRun }] of Object.entries(part.result.target.transports)) {
      // One that could not run it planned nothing for it.
      if (notRun === true) continue;
      const known = owner.get(transport);
      if (known !== undefined) {
        throw new CannotJoin(
          `${known.name} and ${part.name} have different plans for ${transport}: ` +
            'they are not parts of one run',
        );
      }
      owner.set(transport, part);
    }
  }
}
