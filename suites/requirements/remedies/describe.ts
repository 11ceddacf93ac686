/** Words for what a remedy is, and for what was tried. */
import type { Remedy } from './remedy.js';

const KINDS: Readonly<Record<Remedy['is'], string>> = {
  server: 'the SDK leaves it to the server',
  around: 'a fault of the SDK that a server can get around',
  sdk: 'a fault of the SDK that no server can get around',
  right: 'a plain server does not show it',
  absent: 'does not arise',
};

const PLACES: Readonly<Record<string, string>> = { stdio: 'stdio', 'streamable-http': 'Streamable HTTP' };

/** Whose part it is. */
export const describeKind = ({ is }: Remedy): string => KINDS[is];

/** `seen over stdio, gone with these lines`; undefined where nothing was tried. */
export function describeTrial(remedy: Remedy): string | undefined {
  const over = (places: readonly string[]): string =>
    `over ${places.map((place) => PLACES[place] ?? place).join(' and ')}`;
  if ('gone' in remedy) {
    const but = remedy.staysAt === undefined ? '' : `, but not at ${remedy.staysAt}`;
    return `seen ${over(remedy.seen)}, gone with these lines${but}`;
  }
  if ('seen' in remedy) return `seen ${over(remedy.seen)}`;
  return 'held' in remedy ? `not seen ${over(remedy.held)}` : undefined;
}
