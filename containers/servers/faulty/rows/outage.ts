/** Faults that show after a crash, a pause or a restart: locks left behind, lost messages, dead cursors. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../../../adapters/json.js';
import { getParams } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';
import { notFoundIsMalformed } from './sessions.js';

/** Milliseconds that its own clock may stand still before this server loses what it was sent meanwhile. */
const STOOD_STILL = 150;

/** What is left of a process that could not clean up, by whoever started it. */
function leftBehind({ era }: MessageContext): boolean {
  const file = join(tmpdir(), `mcptc-fault-${process.ppid}-${era}.lock`);
  const holder = (): number => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return 0;
    }
  };
  const before = holder();
  if (before !== 0 && !lives(before)) {
    rmSync(file, { force: true });
    return true;
  }
  writeFileSync(file, String(process.pid));
  process.once('exit', () => {
    if (holder() === process.pid) rmSync(file, { force: true });
  });
  return false;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Notices that the machine stood still by a clock that went on without it. */
function forgetfulAfterPause(memory: Message): boolean {
  if (memory['clock'] === undefined) {
    memory['last'] = Date.now();
    memory['clock'] = setInterval(() => {
      const now = Date.now();
      if (now - (memory['last'] as number) > STOOD_STILL) memory['deafUntil'] = now + STOOD_STILL;
      memory['last'] = now;
    }, STOOD_STILL / 5).unref();
  }
  const now = Date.now();
  // What came meanwhile may be read before the clock strikes.
  return (
    now - (memory['last'] as number) > STOOD_STILL || now < ((memory['deafUntil'] as number | undefined) ?? 0)
  );
}

const own = `${process.pid}.`;

/** Servers that promise more than they keep once machines fail. */
export const outage = defineFaults({
  'crash-locks-out': {
    requirement: 'robustness.serves-after-crash',
    how: 'A lock that a killed process left behind keeps the next one from serving.',
    transports: ['stdio'],
    request: f.refuse((_, at) => (at.memory['locked'] ??= leftBehind(at)) === true, -32603),
  },
  'crash-answered-later': {
    requirement: 'robustness.nothing-from-before-crash',
    how: 'What was asked of a process that is gone is answered by the next one.',
    transports: ['stdio'],
    request: (message, at) => {
      at.memory['told'] ??= at.say({ jsonrpc: '2.0', id: 'asked-before-the-crash', result: {} }) ?? true;
      return message;
    },
  },
  'pause-forgets': {
    requirement: 'robustness.answers-after-pause',
    how: 'What came while the machine stood still is lost.',
    transports: ['stdio'],
    request: (message, { memory }) => (forgetfulAfterPause(memory) ? undefined : message),
  },
  'http-lost-session-400': {
    requirement: 'http.session-lost-not-found',
    how: 'What belongs to a session from before the restart is malformed.',
    breakable: true,
    http: { response: notFoundIsMalformed },
  },
  'cursor-of-one-process': {
    requirement: 'base.process-not-required',
    how: 'A cursor means something only to the process that gave it out.',
    transports: ['streamable-http'],
    breakable: true,
    request(message, at) {
      const { cursor } = getParams(message);
      if (typeof cursor !== 'string') return message;
      if (cursor.startsWith(own)) {
        return { ...message, params: { ...getParams(message), cursor: cursor.slice(own.length) } };
      }
      at.say({ jsonrpc: '2.0', id: message['id'], error: { code: -32602, message: 'Unknown cursor' } });
      return undefined;
    },
    message: f.result((result) => {
      if (isObject(result) && typeof result['nextCursor'] === 'string') {
        result['nextCursor'] = `${own}${result['nextCursor']}`;
      }
    }),
  },
});
