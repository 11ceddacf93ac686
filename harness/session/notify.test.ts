import { expect, it } from '@jest/globals';
import type { Revision } from '../../adapters/revision.js';
import type { JsonRpcDispatcher } from './dispatcher.js';
import { LiveSession } from './session.js';

/** What a session at a revision sends when it is told to notify. */
function notify(revision: Revision, params?: object): object[] {
  const sent: object[] = [];
  const dispatcher = {
    tell: ({ body }: { body: object }) => sent.push(body),
  } as unknown as JsonRpcDispatcher;
  const clientInfo = { name: 'client', version: '1' };
  const state = { dispatcher, revision, clientInfo, capabilities: { roots: {} }, requestTimeoutMs: 1_000 };
  new LiveSession(state).notify('notifications/any', params);
  return sent;
}

it('says the revision of a modern notification, so that no server of both eras takes it for a legacy one', () => {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'client', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { roots: {} },
  };
  const bare = { jsonrpc: '2.0', method: 'notifications/any', params: { _meta } };
  expect(notify('2026-07-28')).toEqual([bare]);
  expect(notify('2026-07-28', { some: 1 })).toEqual([{ ...bare, params: { some: 1, _meta } }]);
});

it('adds nothing to a legacy notification', () => {
  expect(notify('2025-11-25')).toEqual([{ jsonrpc: '2.0', method: 'notifications/any' }]);
  expect(notify('2025-11-25', { some: 1 })).toEqual([
    { jsonrpc: '2.0', method: 'notifications/any', params: { some: 1 } },
  ]);
});
