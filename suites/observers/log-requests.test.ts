import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { META } from '../../adapters/mcp.js';
import type { ObserverContext, ReceivedMessage, SentMessage, Watching } from '../observer.js';
import observer from './log-requests.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** One channel that all requests share, and what is said on it. */
function listen() {
  const requests: SentMessage[] = [];
  const verdicts: [string, boolean][] = [];
  const t = {
    satisfies: (rule: string, { value }: { value: unknown }, holds: (value: unknown) => boolean) =>
      void verdicts.push([rule, holds(value)]),
  } as unknown as ObserverContext<never>;
  const watching: Watching<never> = observer.watch();
  const session = { requests, server: { logging: {} } };
  const hear = (message: object): void =>
    watching.received?.(
      {
        ofRevision: true,
        session,
        on: { perRequest: false, sent: [] },
        ...message,
      } as unknown as ReceivedMessage,
      t,
    );
  return {
    /** Makes a request, and answers it. */
    ask: (level?: string): void => {
      const request = { params: level === undefined ? {} : { _meta: { [META.logLevel]: level } }, reply: {} };
      requests.push(request as unknown as SentMessage);
      hear({ answers: request, at: () => ({ value: undefined }) });
    },
    log: (): void => {
      const level = 'alert';
      const at = (pointer: string) => ({ value: pointer === '/params/level' ? level : undefined });
      hear({ kind: 'notification', method: 'notifications/message', params: { level, data: 'x' }, at });
    },
    asked: (): boolean[] =>
      verdicts.flatMap(([rule, held]) => (rule === 'logging.only-when-asked' ? held : [])),
  };
}

it('one request that asked once pardons no log message long after its answer', () => {
  const channel = listen();
  channel.ask('debug');
  channel.log();
  jest.advanceTimersByTime(2_000);
  for (let turn = 0; turn < 4; turn += 1) channel.ask();
  channel.log();
  expect(channel.asked()).toEqual([true, false]);
});

it('a log message may come a moment after the answer, however many were answered meanwhile', () => {
  const channel = listen();
  channel.ask('debug');
  for (let turn = 0; turn < 40; turn += 1) channel.ask();
  jest.advanceTimersByTime(20);
  channel.log();
  expect(channel.asked()).toEqual([true]);
});

it('and where nobody else was answered meanwhile, whenever it comes', () => {
  const channel = listen();
  channel.ask('debug');
  channel.ask();
  jest.advanceTimersByTime(60_000);
  channel.log();
  expect(channel.asked()).toEqual([true]);
});
