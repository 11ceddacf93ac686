/** Servers that are hostile in what they say, on every transport alike: a row each. */
import { answerRight, result, type Asked, type Line } from './line.js';
import { FILLER, flood, garbage, LINE_START, makeManyValues, makeNested } from './streams.js';

export interface HostileRow {
  /** Nothing that it does is wrong, but we do not read it all: that is said, and held against nobody. */
  isRight?: true;
  /** What a report has to say of it. */
  says: RegExp;
  /** One message of the client, and the way back to it. */
  answer: (asked: Asked, line: Line) => void;
}

const MIB = 1024 * 1024;
const TOO_LONG = /more than \d+ bytes/;
const SILENT = /no reply|within \d/;
const FLOODS = /flood|without a reply/;

const text = (bytes: number): string => 'x'.repeat(bytes);

const right = (asked: Asked, line: Line): void => {
  const answer = answerRight(asked);
  if (answer !== undefined) line.say(answer);
};

/** A right server, but for the requests of one method. */
const spoiled =
  (method: string, spoil: (asked: Asked, line: Line) => void): HostileRow['answer'] =>
  (asked, line) =>
    asked.method === method && asked.id !== undefined ? spoil(asked, line) : right(asked, line);

const hello = (more: object) =>
  spoiled('initialize', (asked, line) => {
    const serverInfo = { name: 'hostile', version: '1.0.0' };
    line.say(
      result(asked, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo, ...more }),
    );
  });

const listing = (tools: () => object[], more: (asked: Asked) => object = () => ({})) =>
  spoiled('tools/list', (asked, line) => line.say(result(asked, { tools: tools(), ...more(asked) })));

const tool = (more: object = {}): object => ({
  name: 'count_rows',
  annotations: { readOnlyHint: true },
  inputSchema: { type: 'object' },
  ...more,
});

let lastCursor = 0;
const nextPage = (): object => ({ nextCursor: `page-${++lastCursor}` });

const LOGS = flood('', '\n').trim().split('\n');
const progress = ({ params }: Asked): string => {
  const meta = params['_meta'] as { progressToken?: unknown } | undefined;
  const about = { progressToken: meta?.progressToken ?? 'none', progress: 1 };
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: about });
};
const request = (method: string, params: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 'again', method, params });

export const overAny = {
  /** Takes everything and never says a word. */
  silent: { says: SILENT, answer: () => undefined },
  /** Is there for the handshake alone. */
  'silent-later': {
    says: SILENT,
    answer: (asked, line) => (/initialize/.test(asked.method) ? right(asked, line) : undefined),
  },
  garbage: { says: /JSON|no reply|within/, answer: (_, line) => line.say(garbage) },
  'endless-line': { says: TOO_LONG, answer: (_, line) => line.endless(LINE_START, FILLER) },
  'many-values': { says: /more than \d+ values/, answer: (_, line) => line.say(makeManyValues()) },
  nested: { says: /nested more than/, answer: (_, line) => line.say(makeNested()) },
  'half-message': {
    says: /end|reset|abort|exit|broke|clos/i,
    answer: (_, line) => line.cut('{"jsonrpc":"2.0","id":1,"resu'),
  },
  /** Takes the handshake, and hangs up on whatever comes after it. */
  'gone-later': {
    says: /end|reset|abort|exit|broke|clos/i,
    answer: (asked, line) => (asked.method === 'initialize' ? right(asked, line) : line.cut('')),
  },
  'dripping-reply': {
    says: SILENT,
    answer: (asked, line) => line.drip(answerRight(asked) ?? '{}'),
  },
  /** Valid notifications without an end, and no answers. */
  flood: { says: FLOODS, answer: (_, line) => line.flood(LOGS) },
  'flood-in-calls': { says: FLOODS, answer: spoiled('tools/call', (_, line) => line.flood(LOGS)) },
  'progress-flood': {
    says: FLOODS,
    answer: spoiled('tools/call', (asked, line) =>
      line.flood(Array.from({ length: 64 }, () => progress(asked))),
    ),
  },
  /** Requests of its own without an end: each asks us for an answer. */
  'request-flood': {
    says: FLOODS,
    answer: spoiled('tools/list', (_, line) =>
      line.flood(Array.from({ length: 64 }, () => request('ping', {}))),
    ),
  },
  /** Replies to what nobody asked, without an end. */
  'reply-flood': {
    says: FLOODS,
    answer: spoiled('ping', (_, line) =>
      line.flood(
        Array.from({ length: 64 }, (_none, id) =>
          JSON.stringify({ jsonrpc: '2.0', id: `stray-${id}`, result: {} }),
        ),
      ),
    ),
  },
  'huge-instructions': { says: TOO_LONG, answer: hello({ instructions: text(50 * MIB) }) },
  'huge-names': { isRight: true, says: TOO_LONG, answer: listing(() => [tool({ name: text(20 * MIB) })]) },
  'huge-schemas': {
    isRight: true,
    says: TOO_LONG,
    answer: listing(() =>
      [1, 2, 3].map((n) =>
        tool({ name: `t${n}`, inputSchema: { type: 'object', description: text(6.8 * MIB) } }),
      ),
    ),
  },
  'huge-pages': {
    isRight: true,
    says: TOO_LONG,
    answer: listing(() => [tool({ description: text(30 * MIB) })], nextPage),
  },
  'huge-results': {
    isRight: true,
    says: TOO_LONG,
    answer: spoiled('tools/call', (asked, line) =>
      line.say(result(asked, { content: [{ type: 'text', text: text(60 * MIB) }] })),
    ),
  },
  'ids-as-strings': {
    says: /jsonrpc|id/,
    answer: (asked, line) =>
      right(
        asked.method === 'initialize' || asked.id === undefined ? asked : { ...asked, id: String(asked.id) },
        line,
      ),
  },
} as const satisfies Record<string, HostileRow>;
