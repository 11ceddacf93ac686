/** What a server answered over HTTP to the opening requests, read from what was recorded. */
import type { Entry } from '../../adapters/transcript.js';
import { readMediaType } from '../../adapters/streamable-http/headers.js';
import type { Probe } from './probe.js';

/** Characters of a body that are told. */
const MAX_BODY = 300;

export interface Answer {
  readonly status: number;
  /** In lower case, without its parameters; empty where there is none. */
  readonly type: string;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** Set where all opening requests were answered with this status. */
  readonly isOnly: boolean;
}

/** Those that say most come first: who is not let in cannot learn what is there. */
const RANKS: readonly number[] = [401, 403, 407, 500, 502, 503, 504, 404, 405];

const rankOf = ({ status }: { status: number }): number => {
  const at = RANKS.indexOf(status);
  return at < 0 ? RANKS.length : at;
};

/**
 * The answer that says most; none where an opening request was answered with a JSON-RPC message. That one stands in the body of
 * a refusal says nothing of the revision: the official SDKs refuse a foreign host so.
 */
export function findAnswer(probes: readonly Probe[]): Answer | undefined {
  const answers: Omit<Answer, 'isOnly'>[] = [];
  for (const { reply, entries } of probes) {
    const answer = readAnswer(entries);
    const isMessage = reply !== undefined && reply.at('/jsonrpc').value !== undefined;
    if (isMessage && (answer === undefined || !refuses(answer.status))) return undefined;
    if (answer !== undefined) answers.push(answer);
  }
  const [first] = answers.toSorted((a, b) => rankOf(a) - rankOf(b));
  return first && { ...first, isOnly: answers.every(({ status }) => status === first.status) };
}

/** Whoever asked, and whatever for. */
const refuses = (status: number): boolean =>
  status === 401 || status === 403 || status === 407 || status >= 500;

function readAnswer(entries: readonly Entry[]): Omit<Answer, 'isOnly'> | undefined {
  const head = entries.find(
    ({ direction, binding }) => direction === 'in' && binding?.[':status'] !== undefined,
  );
  if (head === undefined) return undefined;
  const { binding = {} } = head;
  const body = entries
    .filter(({ direction, channel }) => direction === 'in' && channel === head.channel)
    .map(({ text }) => text)
    .join('');
  return {
    status: Number(binding[':status']),
    type: readMediaType(binding['content-type']) ?? '',
    body,
    header: (name) => binding[name],
  };
}

/** The words of a body: of a page its title and its text. */
export function readWords({ type, body }: Pick<Answer, 'type' | 'body'>): string {
  const text = isPage({ type, body })
    ? body
        .replace(/<(script|style)\b[^>]*>[^]*?<\/\1>/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&(?:#(\d{1,6})|(\w{2,5}));/g, (whole, code, name) => decode(code, name) ?? whole)
    : body;
  const words = text.replace(/\s+/g, ' ').trim();
  return words.length > MAX_BODY ? `${words.slice(0, MAX_BODY)}…` : words;
}

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** A character of a page that was written as a number or by name. */
const decode = (code: string | undefined, name: string | undefined): string | undefined =>
  code === undefined
    ? NAMED[name?.toLowerCase() ?? '']
    : String.fromCodePoint(Math.min(Number(code), 0xffff));

export const isPage = ({ type, body }: Pick<Answer, 'type' | 'body'>): boolean =>
  type === 'text/html' || /^\s*<(!doctype html|html)\b/i.test(body);
