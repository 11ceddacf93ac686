/** What the demo says about its third server, before and after its matrix. */
import picocolors from 'picocolors';
import { neutralise } from '../../../reports/text/neutralise.js';
import { padToWidth } from '../../../reports/text/width.js';
import { wrapText } from '../../../reports/text/wrap.js';
import type { DemoFault, FaultsFound } from './faults.js';

/** How it is shown: as `renderOptionsOf` says of a stream. */
interface Shown {
  color: boolean;
  columns?: number;
}

const NUMBERS = ['no', 'one', 'two', 'three'];

/** Says what comes now, and that what is found is meant to be. */
export const describeThird = (count: number): string =>
  `Now a weather server that somebody wrote in an afternoon, on the official SDK. It has ${say(count, 'fault')} that published ` +
  'servers have, each on a transport of its own:';

/** Each fault explained, whether it was seen again, and why the exit code is what it is. */
export function describeFaults(
  faults: FaultsFound,
  again: { faults: FaultsFound; durationMs: number },
  { color }: Pick<Shown, 'color'>,
): string {
  const colors = picocolors.createColors(color);
  const row = (name: string, text: string): string => `  ${colors.dim(padToWidth(name, 8))}  ${text}`;
  const isSeen = (fault: DemoFault): boolean => again.faults.found.some((one) => one.fault === fault);
  const blocks = faults.found.map(({ fault, finding }) =>
    [
      `${colors.bold(`${fault.transport}: ${fault.does}`)}  ${colors.dim(finding.requirement)}`,
      row('harm', fault.harm),
      row('mend', fault.mend),
    ].join('\n'),
  );
  const seconds = (again.durationMs / 1000).toFixed(1);
  const seen = faults.found.filter(({ fault }) => isSeen(fault)).length;
  const wrong = [...faults.wrong, ...again.faults.wrong.map((text) => `when repeated: ${text}`)];
  const end =
    wrong.length === 0
      ? colors.green(
          `✔ ${say(seen, 'fault')} found, explained, and seen again in ${seconds} s when only these cases were repeated, as \`again\` does`,
        )
      : colors.red(`✘ this is not what the demo was to find: ${neutralise(wrong.join('; '), { max: 600 })}`);
  const why =
    wrong.length === 0
      ? 'exit 0, because this server was to fail, and did. With a server of yours, one such fault is exit 1.'
      : 'exit 1, because the demo has not worked. Please report it, with what is printed above.';
  return ['What that means, and what to do:', ...blocks, `${end}\n${why}`].join('\n\n');
}

const say = (count: number, noun: string): string =>
  `${NUMBERS[count] ?? count} ${noun}${count === 1 ? '' : 's'}`;

/** With lines that fit a terminal, where it is one. */
export const fitText = (text: string, { columns }: Pick<Shown, 'columns'>): string =>
  columns === undefined ? text : wrapText(text, columns);
