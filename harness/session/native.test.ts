import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Secrets } from '../../adapters/secrets.js';
import { Unanswered } from './exchange.js';
import { meetNative } from './native.js';
import type { LiveSession } from './session.js';

const INTERNAL = { code: -32603, message: 'not here' };
const UNKNOWN = { code: -32601, message: 'no such method' };
const DENIED = { code: -32603, message: 'say who you are', data: { status: 'UNAUTHENTICATED' } };
const REVISION = '2026-07-28';

/** A server that takes so many requests at once, and answers some methods with an error. */
function meet(limit: number, errors: Readonly<Record<string, object>> = {}) {
  let open = 0;
  const reply = async (method: string) => {
    if (open >= limit) throw new Unanswered('RESOURCE_EXHAUSTED (8)', 'busy', [1]);
    open += 1;
    await setImmediate();
    open -= 1;
    const error = errors[method];
    return { entry: 1, ...(error === undefined ? { result: { resultType: 'complete' } } : { error }) };
  };
  const request = (method: string) => ({ reply: () => reply(method) });
  const session = { era: 'modern', revision: REVISION, request } as unknown as LiveSession;
  return meetNative(session, 1_000, Secrets.of([]));
}

describe('meeting a typed server', () => {
  it('asks one after the other, where the server takes few calls at once', async () => {
    for (const limit of [5, 2, 1]) {
      const { capabilities, versions } = await meet(limit);
      expect(Object.keys(capabilities)).toEqual(['tools', 'prompts', 'resources', 'completions']);
      expect(versions).toEqual([REVISION]);
    }
  });

  it('takes nothing for offered that is not answered, whatever its error says', async () => {
    const { capabilities } = await meet(9, {
      'resources/list': INTERNAL,
      'prompts/list': UNKNOWN,
      'completion/complete': { code: -32602, message: 'no such prompt' },
    });
    expect(Object.keys(capabilities)).toEqual(['tools', 'completions']);
  });

  it.each([UNKNOWN, DENIED])('is refused where nothing is answered but $message', async (error) => {
    const all = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];
    const errors = Object.fromEntries([...all, 'completion/complete'].map((method) => [method, error]));
    await expect(meet(9, errors)).rejects.toMatchObject({ name: 'Refused' });
  });
});
