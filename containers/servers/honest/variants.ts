/** The honest servers: each keeps the protocol in an unusual way, so that false alarms show. */
import { setTimeout as waitFor } from 'node:timers/promises';
import type { Era } from '../../../adapters/revision.js';
import { encodeOddly } from './encode.js';
import { isObject } from '../../../adapters/json.js';
import { LEVELS, getMeta, type Message, type Pace, type Variant } from './message.js';
import { ownFixtures } from './fixtures.js';
import { listRestlessTools } from './restless.js';
import { clock, makePlainTools, today } from './tools.js';

/** Milliseconds in which requests count as concurrent. */
const WINDOW = 15;
/** Milliseconds that the first call of a tool takes, as where a cache is filled. */
const COLD = 700;

/** Servers that are right and unusual. A verdict against one of them is a false alarm of ours. */
export const variants = {
  /** Concurrent requests are answered last first. */
  'out-of-order': { capabilities: { tools: {} }, tools: makePlainTools(true), pace: reversed },

  /** Says as much as it may between request and answer: log lines, progress, pings, SSE comments. */
  interleaved: {
    capabilities: { tools: {}, logging: {} },
    tools: makePlainTools(true),
    asides,
    pings: true,
    sseNoise: ': still here\n\nevent: keepalive\ndata: and here\n\nretry: 1000\n\n: and here\n',
  },

  /** Remembers nobody over HTTP, as servers do that run in many places at once. */
  'remembers-nobody': { capabilities: { tools: {} }, tools: makePlainTools(true), sessionless: true },

  /** Nothing but two tools, and no word on whether they are safe to call. */
  'tools-only': { capabilities: { tools: {} }, tools: makePlainTools(false) },

  /** Offers nothing at all. */
  'no-capabilities': { capabilities: {} },

  /** Knows nothing of handshakes, and says so to those who try one. */
  'modern-only': { era: 'modern', capabilities: { tools: {} }, tools: makePlainTools(true) },

  /** Offers fixtures as the official contract has them, in words, keys and states of its own. */
  'own-words': {
    era: 'modern',
    capabilities: { tools: {} },
    tools: [...makePlainTools(true), ...ownFixtures],
  },

  /** Its list changes with time, its first call is slow, it listens to nobody, and compares mirrored numbers as numbers. */
  restless: {
    era: 'modern',
    capabilities: { tools: { listChanged: true } },
    get tools() {
      return listRestlessTools();
    },
    refusesSubscriptions: true,
    pace: warmingUp,
  },

  /** Keeps to the era that it was first met in and to what headers once meant, and has no patience with what is no message. */
  'set-in-its-ways': {
    capabilities: { tools: {} },
    tools: makePlainTools(true),
    pinsEra: true,
    heedsOldHeaders: true,
    endsOnGarbage: true,
  },

  /**
   * Answers once an object is whole, whatever ends it; could complete arguments, and lists nothing that has any. None of its
   * tools may be called, and one has an output schema.
   */
  eager: {
    capabilities: { tools: {}, completions: {} },
    tools: [...makePlainTools(false), today],
    readsEagerly: true,
  },

  /** Unknown fields and notifications wherever they are allowed, and JSON that no serializer would write. */
  'extra-fields': {
    capabilities: {
      tools: { 'com.example/paging': 'none' },
      experimental: { 'com.example/tick': { every: 'request' } },
      'com.example/telemetry': { level: 0 },
    },
    tools: [...makePlainTools(true), clock].map((tool) => ({
      ...tool,
      definition: withExtras(tool.definition),
    })),
    asides: () => [
      { jsonrpc: '2.0', method: 'notifications/com.example/tick', params: { n: 1, 'com.example/x': null } },
    ],
    embellish: (method, result) => withMeta(method === 'server/discover' ? result : withExtras(result)),
    encode: encodeOddly,
    sseNoise: ':\r\ncom.example: unknown field\r\nretry: 1500\r\n',
    alwaysStreams: true,
  },
} satisfies Record<string, Variant>;

function withExtras<T extends Message>(object: T): T {
  return { ...object, 'com.example/extra': { nested: [1, null, 'é', '😀'] }, x: false };
}

function withMeta(result: Message): Message {
  const meta = isObject(result['_meta']) ? result['_meta'] : {};
  return { ...result, _meta: { ...meta, 'com.example/took': { ms: 0.25 }, 'com.example/': null } };
}

function warmingUp(): Pace {
  let isCold = true;
  return async (method) => {
    if (method !== 'tools/call' || !isCold) return;
    isCold = false;
    await waitFor(COLD);
  };
}

function reversed(): () => Promise<void> {
  let waiting: (() => void)[] = [];
  const release = () => {
    const ready = waiting.toReversed();
    waiting = [];
    for (const go of ready) go();
  };
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setTimeout(release, WINDOW);
    });
}

function asides(request: Message, era: Era, level: string | undefined): Message[] {
  const said: Message[] = [];
  const { progressToken } = getMeta(request);
  const progress = (value: number) => {
    if (progressToken === undefined) return;
    said.push({
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken, progress: value, total: 1 },
    });
  };
  const log = (at: string) => {
    if (level === undefined || LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
    const params = { level: at, logger: `interleaved.${era}`, data: { handled: request['method'] } };
    said.push({ jsonrpc: '2.0', method: 'notifications/message', params });
  };
  log('debug');
  progress(0.25);
  log('warning');
  progress(0.75);
  return said;
}
