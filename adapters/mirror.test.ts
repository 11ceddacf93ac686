import { describe, expect, it } from '@jest/globals';
import { encodeValue, computeMirror } from './mirror.js';

const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
const tool = {
  inputSchema: {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      deep: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
      bad: { type: 'string', 'x-mcp-header': 'not a token' },
    },
  },
};

describe('mirrorOf', () => {
  it('repeats method, version and what the request names', () => {
    const params = { uri: 'test://static-text', _meta: meta };
    expect(computeMirror({ id: 1, method: 'resources/read', params }, new Map())).toEqual({
      'mcp-method': 'resources/read',
      'mcp-protocol-version': '2026-07-28',
      'mcp-name': 'test://static-text',
    });
  });

  it('repeats annotated parameters that are there, at any depth of properties', () => {
    const params = { name: 'sql', arguments: { region: 'eu', deep: { count: 42 }, bad: 'x' } };
    const mirror = computeMirror({ id: 1, method: 'tools/call', params }, new Map([['sql', tool]]));
    expect(mirror).toMatchObject({ 'mcp-param-region': 'eu', 'mcp-param-count': '42' });
    expect(Object.keys(mirror).filter((name) => name.startsWith('mcp-param-'))).toHaveLength(2);
  });

  it('leaves out a parameter without a value', () => {
    const params = { name: 'sql', arguments: { region: null } };
    const mirror = computeMirror({ id: 1, method: 'tools/call', params }, new Map([['sql', tool]]));
    expect(mirror).not.toHaveProperty('mcp-param-region');
  });

  it('says nothing for a notification', () => {
    expect(computeMirror({ method: 'notifications/cancelled' }, new Map())).toEqual({});
  });
});

describe('encodeValue', () => {
  it.each([
    ['us-west1', 'us-west1'],
    ['two words', 'two words'],
    ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
    ['', '=?base64??='],
  ])('%s', (value, header) => {
    expect(encodeValue(value)).toBe(header);
  });
});
