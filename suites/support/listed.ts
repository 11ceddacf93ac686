/** What a target listed and a request of ours repeats: only what a right request can hold goes back. */
import type { Message, Session } from '../session.js';
import { isAskable, listItems, type List } from './lists.js';
import { readList, type Item, type Listing } from './tool-calls.js';

/** An item that can be asked for. */
export interface Askable extends Item {
  /** What asks for it: a name, a URI or a URI template. */
  readonly key: string;
}

/**
 * The items that can be asked for. A name that is no text, or a URI that is none, is a finding where lists are judged;
 * sent back, it would be a fault in a request of ours.
 */
export function selectAskable({ of, items }: Listing): Askable[] {
  return items.flatMap((item) => {
    const key = item.value[of.key];
    return isAskable(of, key) ? [{ ...item, key }] : [];
  });
}

/** Reads a list to its end, and keeps what can be asked for. */
export const readAskable = async (session: Session, method: List['method']): Promise<Askable[]> =>
  selectAskable(await readList(session, method));

/** The names or URIs of one page that can be asked for. */
export const listAskableKeys = (of: List, page: Message): string[] =>
  listItems(of, page).filter((key) => isAskable(of, key));
