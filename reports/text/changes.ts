/** What a comparison says in every format, in the same words. */
import type { Change, Comparison } from '../result/compare.js';
import type { SurfaceChange } from '../result/surface.js';
import { neutralise } from './neutralise.js';

export type CasePlace = Change['cases'][number];

/** Something that changed, as every format shows it; its texts are those of the result. */
export interface ToldChange {
  /** Empty for `slower`: fonts of pages lack what a terminal shows. */
  sign: string;
  word:
    | 'broken'
    | 'differs now'
    | 'the same now'
    | 'new'
    | 'fixed'
    | 'gone'
    | 'robustness'
    | 'slower'
    | SurfaceChange['change'];
  /** The requirement, or the scenario where the change is none of a requirement. */
  subject: string;
  /** `pass → fail`, `1.0 s → 3.0 s`; empty where the word says it all. */
  transition: string;
  /** Of a comparison between transports or of what is offered, which has no case: where it is so. */
  revision?: string;
  cases: readonly CasePlace[];
}

export const formatHeading = ({ against }: Comparison): string => {
  const version = against.version === undefined ? '' : ` ${against.version}`;
  return neutralise(`compared with ${against.name}${version} of ${against.startedAt}`, { max: 200 });
};

/** The counts of all kinds, worst first. Checks, not lines: a line may stand for many cases. */
export function countChanges(comparison: Comparison): { sign: string; word: string; count: number }[] {
  const checks = (changes: readonly Change[]): number =>
    changes.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    { sign: '✘', word: 'broken', count: checks(comparison.broken) },
    { sign: '✔', word: 'fixed', count: checks(comparison.fixed) },
    { sign: '+', word: 'new', count: checks(comparison.new) },
    { sign: '−', word: 'gone', count: checks(comparison.gone) },
    ...(comparison.robustness.length === 0
      ? []
      : [{ sign: '~', word: 'robustness', count: checks(comparison.robustness) }]),
    { sign: '', word: 'slower', count: comparison.slower.length },
  ];
}

export const formatNotRun = ({ notRun }: Comparison): string | undefined =>
  notRun === 0 ? undefined : `not run now: ${notRun} check${notRun === 1 ? '' : 's'}`;

const SIGNS = { added: '+', removed: '−', changed: '±' } as const;

/** What is told line by line, by kind, worst first. What is new and passes is counted, not listed. */
export function listChanges({ parity, slower, surface, robustness, ...checks }: Comparison): ToldChange[][] {
  const told = (sign: string, word: ToldChange['word'], changes: readonly Change[]): ToldChange[] =>
    changes.map((change) => ({
      sign,
      word,
      subject: change.requirement,
      transition: transitionOf(change),
      cases: change.cases,
    }));
  return [
    told('✘', 'broken', checks.broken),
    parity.map(({ change, scenario, revision }) => ({
      ...(change === 'broken'
        ? { sign: '≠', word: 'differs now' as const }
        : { sign: '=', word: 'the same now' as const }),
      subject: scenario,
      transition: '',
      revision,
      cases: [],
    })),
    told(
      '+',
      'new',
      checks.new.filter(({ after }) => after !== 'pass'),
    ),
    told('✔', 'fixed', checks.fixed),
    told('−', 'gone', checks.gone),
    told('~', 'robustness', robustness),
    surface.map(({ change, pointer, cells }) => ({
      sign: SIGNS[change],
      word: change,
      subject: pointer,
      transition: '',
      revision: cells.join(', '),
      cases: [],
    })),
    slower.map(({ beforeMs, afterMs, ...place }) => ({
      sign: '',
      word: 'slower',
      subject: place.scenario,
      transition: `${seconds(beforeMs)} → ${seconds(afterMs)}`,
      cases: [place],
    })),
  ];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** `pass → fail`; `not there` where there was no such check. */
const transitionOf = ({ before, after, known }: Change): string =>
  `${before ?? 'not there'} → ${after ?? 'not there'}${known ? ' (known)' : ''}`;
