import type { Comparison } from './compare.js';
import type { Result } from './result.js';

/** One way to render a result. A format is one file in this folder that exports one, and one line in `index.ts`. */
export interface Format {
  render(result: Result, options: RenderOptions): string;
}

export interface RenderOptions {
  /** ANSI colours; only for terminals. */
  color: boolean;
  /** Folder of the transcripts, as a person would type it; absent where none were written. */
  transcripts?: string;
  /** What changed since an earlier result, where one was named. */
  comparison?: Comparison;
}
