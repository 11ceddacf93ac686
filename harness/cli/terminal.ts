import { neutralise, escapeRunnerCommands } from '../../reports/text/neutralise.js';

/** Characters of one message; a trace, or the mistakes of a file, may have several lines. */
const MAX = 8_000;

/** What we say with words of a file, of a command line or of a target in it: harmless for a terminal, and for a runner. */
export const makeHarmless = (text: string): string =>
  escapeRunnerCommands(neutralise(text, { max: MAX, multiline: true }));
