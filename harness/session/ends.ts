/** How connections and channels ended on which no reply came. */
import type { Connection, Opened } from '../../adapters/adapter.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Cuts } from './cuts.js';
import type { Asked } from './lessons.js';

/** Milliseconds from the last message of a connection to its end. */
const END_MS = 500;
/** Too Many Requests, and Service Unavailable (RFC 6585, RFC 9110). */
const BUSY: readonly number[] = [429, 503];

/** What the binding said instead of a reply, and whether that is "not now"; nothing where it said nothing. */
export function readRefusal({ status, refused, refusal }: Opened): Opened['refusal'] {
  if (status === undefined || !refused) return undefined;
  return refusal ?? { text: `status ${status.value}`, busy: BUSY.includes(status.value) };
}

/** Why nothing more comes, in words that begin with `how`: the channel has its end a moment after its last message. */
export async function explainEnd(
  connection: Connection,
  how: string,
  cuts: Cuts,
  askedOn: (channel: string) => readonly Asked[],
): Promise<string> {
  if (connection.traits.channelPerRequest) return how;
  const { id, ended } = connection.listen();
  if (!(await settledWithin(ended, END_MS))) return how;
  return `${how}: ${cuts.learn(id, await ended, askedOn(id))}`;
}

/** Whether the server did not take it, but may later. */
export async function isRefusedForNow(connection: Connection): Promise<boolean> {
  if (connection.traits.channelPerRequest) return false;
  const { opened } = connection.listen();
  return (await settledWithin(opened, 0)) && (await opened).refusal?.busy === true;
}
