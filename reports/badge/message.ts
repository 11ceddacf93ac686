/** The label, message, colour and title of a badge, worded from its facts. */
import { neutralise } from '../text/neutralise.js';
import type { SetScope, SetStatus } from '../result/set-status.js';
import type { BadgeFacts } from './facts.js';

/** What a badge shows. */
export interface BadgePhrases {
  label: string;
  message: string;
  color: string;
  /** Of the words upon it. */
  ink: string;
  /** For those who hear it, or point at it. */
  title: string;
}

/**
 * Version of the drawing. It stands in the badge, because another version may draw the same facts otherwise, and an old badge
 * is not forged. The first one had no yellow.
 */
export const DRAWING = 2;
export const DRAWINGS: readonly number[] = [1, DRAWING];

const WHITE = '#fff';

/** Each with an ink that is read on it (contrast of at least 4.5). */
const COLORS: Readonly<Record<SetStatus, Pick<BadgePhrases, 'color' | 'ink'>>> = {
  conforms: { color: '#2e7d32', ink: WHITE },
  fails: { color: '#c62828', ink: WHITE },
  incomplete: { color: '#dfb317', ink: '#222' },
  untested: { color: '#616161', ink: WHITE },
};
const FIRST_COLORS: typeof COLORS = { ...COLORS, incomplete: { color: '#8a6100', ink: WHITE } };

export function makePhrases(facts: BadgeFacts, drawing = DRAWING): BadgePhrases {
  const { transport, custom, standing, counts } = facts;
  const name = transport === null ? 'transports' : neutralise(transport, { max: 40 });
  const label = `MCP ${name}${transport !== null && custom.length > 0 ? ' (custom)' : ''}`;
  const figures = [
    ...(counts.fail > 0 ? [`✘ ${counts.fail}`] : []),
    `✔ ${counts.pass}`,
    ...(counts.error > 0 ? [`error ${counts.error}`] : []),
    ...(counts.warn > 0 ? [`! ${counts.warn}`] : []),
    ...(standing === 'conforms' || counts['not-verified'] === 0 ? [] : [`? ${counts['not-verified']}`]),
    ...(counts['not-run'] > 0 ? [`not run ${counts['not-run']}`] : []),
  ].join(' ');
  return {
    label,
    message: messageOf(facts, figures),
    ...(drawing === 1 ? FIRST_COLORS : COLORS)[standing],
    title: titleOf(facts, label, figures),
  };
}

function messageOf(facts: BadgeFacts, figures: string): string {
  if (facts.standing === 'untested') return 'not tested';
  const where = facts.transport === null ? transportsIn(facts) : revisionsIn(facts);
  const before = facts.standing === 'incomplete' ? 'incomplete' : facts.scope;
  return `${before === undefined ? '' : `${before} `}${figures} · ${where}`;
}

/** Two dates at most: the badge of a server that speaks all five would be as wide as a page. */
function revisionsIn({ cells }: BadgeFacts): string {
  const revisions = [...new Set(cells.map(({ revision }) => neutralise(revision, { max: 20 })))].sort();
  return revisions.length <= 2 ? revisions.join(', ') : `${revisions[0]} to ${revisions.at(-1)}`;
}

function transportsIn({ cells, custom, untested }: BadgeFacts): string {
  const tested = new Set(cells.map(({ transport }) => transport));
  const own = custom.filter((name) => tested.has(name)).length;
  const all = tested.size + untested.length;
  const count = untested.length > 0 ? `${tested.size} of ${all}` : `${all}`;
  return `${count} transport${all === 1 ? '' : 's'}${own > 0 ? `, ${own} custom` : ''}`;
}

const SCOPES: Readonly<Record<SetScope, string>> = {
  core: 'conforms in all that it can show (core)',
  full: 'conforms in all that applies (full)',
};

const say = ({ standing, scope }: Pick<BadgeFacts, 'standing' | 'scope'>): string =>
  scope === undefined ? SAID[standing] : SCOPES[scope];

const SAID: Readonly<Record<SetStatus, string>> = {
  conforms: 'conforms',
  fails: 'does not conform',
  incomplete: 'nothing failed, and not everything was seen',
  untested: 'was not tested',
};

function titleOf(facts: BadgeFacts, label: string, figures: string): string {
  const cells = facts.cells.map(({ transport, revision, set, ...how }) => {
    const held =
      set === null
        ? 'no frozen set'
        : `set ${revision}@${set.version}${facts.heldTo === 'latest' ? ' and all that is newer' : ''}`;
    return `${neutralise(transport, { max: 40 })} ${neutralise(revision, { max: 20 })} ${say(how)} (${held})`;
  });
  return [
    `${label}: ${neutralise(facts.target, { max: 80 })} ${say(facts)}`,
    figures,
    ...cells.slice(0, 30),
    ...(facts.loosened.length > 0
      ? [`loosened: ${neutralise(facts.loosened.join(', '), { max: 200 })}`]
      : []),
    `mcptc ${neutralise(facts.tool, { max: 40 })}, ${neutralise(facts.date, { max: 40 })}`,
    `result sha256 ${facts.result}`,
  ].join('; ');
}
