/** The interface that every report format implements, and the options for rendering. */
import type { Comparison } from './result/compare.js';
import type { Result } from './result/result.js';

/** One way to render a result. A format is a folder whose `format.ts` exports one as `format`, and a line in `index.ts`. */
export interface Format {
  render(result: Result, options: RenderOptions): string;
  /** Where a path names a folder: what goes into it, in place of one file. */
  files?(result: Result, options: RenderOptions): NamedText[];
  /** Several targets in one report. Without, there is one for each of them. */
  all?: {
    render(targets: readonly TargetResult[], options: RenderOptions): string;
    files?(targets: readonly TargetResult[], options: RenderOptions): Iterable<NamedText>;
  };
}

/** One target of several: its result, or why there is none. */
export interface TargetResult {
  name: string;
  exitCode: number;
  result?: Result;
  problem?: string;
  /** The result file, as a person would type it. */
  file?: string;
}

/** A file to write. The name is one of a file, never a path. */
export interface NamedText {
  name: string;
  text: string;
}

/** The releases that are known when a report is made. */
export interface Releases {
  /** Versions of this tool, newest first. */
  tool: readonly string[];
  /** Dates of the revisions of MCP. */
  specification: readonly string[];
}

export interface RenderOptions {
  /** ANSI colours; only for terminals. */
  color: boolean;
  /** Width of the terminal, for what is read on one: lines are made to fit. Without, they are as long as they are. */
  columns?: number;
  /** Folder of the transcripts, as a person would type it; absent where none were written. */
  transcripts?: string;
  /** On a terminal: what fails nothing in full, too. */
  verbose?: boolean;
  /** Reads a file that an earlier report left in the folder that this one goes to. */
  read?: (name: string) => string | undefined;
  /** What there is of releases of this tool and of the specification, for whether a result is old. */
  releases?: Releases;
  /** What changed since an earlier result, where one was named. */
  comparison?: Comparison;
}
