/** The filter of the list of checks in the HTML report, read from and written to the address. */
import { KINDS } from './rows.js';
import type { Kind, Row } from './rows.js';

/**
 * Which rows are shown. It lives in the fragment of the page's address, so that what one person sees can be sent to
 * another: `#verdict=fail,warn&transport=stdio`. Without a fragment, what failed or warned is shown.
 */
export interface Filter {
  readonly verdicts: readonly Kind[];
  readonly level: string;
  readonly transport: string;
  readonly revision: string;
  readonly group: string;
  readonly requirement: string;
  readonly scenario: string;
  readonly text: string;
  /** Only checks by which the figures of the matrix count their requirement. */
  readonly counted: boolean;
}

/** The parts of a filter that are one word each. */
export const WORDS = ['level', 'transport', 'revision', 'group', 'requirement', 'scenario', 'text'] as const;

export const DEFAULT: Filter = {
  verdicts: ['fail', 'error', 'warn', 'known', 'new'],
  level: '',
  transport: '',
  revision: '',
  group: '',
  requirement: '',
  scenario: '',
  text: '',
  counted: false,
};

const EVERY = 'any';

/** A fragment without an `=` names a place in the page; it is no filter. */
export const isFilter = (fragment: string): boolean =>
  fragment === '' || fragment === '#' || fragment.includes('=');

/** Reads a fragment, with or without its `#`. What it does not know it leaves out. */
export function parseFilter(fragment: string): Filter {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const verdicts = given.get('verdict');
  const asked = verdicts?.split(',') ?? [];
  const kinds = KINDS.filter((kind) => asked.includes(kind));
  return {
    ...DEFAULT,
    ...Object.fromEntries(WORDS.map((name) => [name, given.get(name) ?? ''])),
    verdicts: verdicts === EVERY ? KINDS : kinds.length > 0 ? kinds : DEFAULT.verdicts,
    counted: given.get('counted') === 'yes',
  };
}

/** The fragment of a filter, with its `#`; empty for the default. */
export function formatFragment(filter: Partial<Filter>): string {
  const whole = { ...DEFAULT, ...filter };
  const given = new URLSearchParams();
  const same = (kinds: readonly Kind[]): boolean =>
    KINDS.every((kind) => kinds.includes(kind) === whole.verdicts.includes(kind));
  if (!same(DEFAULT.verdicts)) given.set('verdict', same(KINDS) ? EVERY : whole.verdicts.join(','));
  for (const name of WORDS) if (whole[name] !== '') given.set(name, whole[name]);
  if (whole.counted) given.set('counted', 'yes');
  const text = given.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `#${text}`;
}

/** Characters of one statement that are searched. */
const SEARCHED = 2_000;

const haystacks = new WeakMap<Row, string>();

function haystackOf(row: Row): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  const { case: one, check, requirement } = row;
  const text = [
    row.id,
    requirement?.text,
    one.transport,
    one.revision,
    one.scenario,
    check?.expected,
    check?.received,
    check?.waivedBy,
    one.reason,
  ]
    .map((part) => (part ?? '').slice(0, SEARCHED))
    .join('\n')
    .toLowerCase();
  haystacks.set(row, text);
  return text;
}

/** The rows that a filter lets through, in their order. */
export function filterRows(rows: readonly Row[], filter: Filter): Row[] {
  const kinds = new Set(filter.verdicts);
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const is = (wanted: string, value: string | undefined): boolean => wanted === '' || wanted === value;
  return rows.filter(
    (row) =>
      kinds.has(row.kind) &&
      (!filter.counted || row.counted) &&
      is(filter.level, row.requirement?.level) &&
      is(filter.transport, row.case.transport) &&
      is(filter.revision, row.case.revision) &&
      is(filter.group, row.requirement?.group) &&
      is(filter.requirement, row.id) &&
      is(filter.scenario, row.case.scenario) &&
      words.every((word) => haystackOf(row).includes(word)),
  );
}
