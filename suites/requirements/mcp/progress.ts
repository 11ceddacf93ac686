/** Requirements on progress notifications: their token, their rising value, and when they stop. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const both = (anchor: string) =>
  [
    ...listPages(`basic/patterns/progress#${anchor}`, '2026-07-28'),
    ...listPages(`basic/utilities/progress#${anchor}`, '2024-11-05', '2025-11-25'),
  ] as const;

/** `basic/utilities/progress`, from 2026-07-28 `basic/patterns/progress`. */
export const progress = defineRequirements('sentence', {
  'progress.token-echoed': {
    level: 'MUST',
    group: 'tooling',
    text: 'Progress notifications carry the token of the request that they belong to, in value and type.',
    sources: both('behavior-requirements'),
  },
  'progress.increases': {
    level: 'MUST',
    group: 'tooling',
    text: 'The progress value is greater in each notification than in the one before.',
    sources: both('progress-flow'),
  },
  'progress.stops-after-completion': {
    level: 'MUST',
    group: 'tooling',
    text: 'After a request was answered no more progress is reported for it.',
    sources: both('implementation-notes'),
  },
  'progress.only-with-token': {
    level: 'MUST',
    group: 'tooling',
    text: 'No progress is reported for a request that carried no progress token.',
    sources: both('behavior-requirements'),
  },
});
