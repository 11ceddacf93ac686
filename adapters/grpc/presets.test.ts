import { describe, expect, it } from '@jest/globals';
import type { GrpcEndpoint } from './endpoint.js';
import { presetNames, findRoute, explainNoRoute } from './presets.js';

const endpoint = (more: Partial<GrpcEndpoint>): GrpcEndpoint => ({
  address: '127.0.0.1:1',
  metadata: {},
  preset: 'tunnel',
  ...more,
});

describe('what is called', () => {
  it('is a stream in the legacy era and a call in the modern one', () => {
    expect(findRoute(endpoint({}), 'legacy')).toMatchObject({
      mode: 'bidi',
      path: expect.stringMatching(/Session$/),
    });
    expect(findRoute(endpoint({}), 'modern')).toMatchObject({
      mode: 'call',
      path: expect.stringMatching(/Call$/),
    });
  });

  it('is the one shape that a preset has, in both eras', () => {
    for (const era of ['legacy', 'modern'] as const) {
      expect(findRoute(endpoint({ preset: 'mcpkit' }), era)).toEqual({
        mode: 'bidi',
        path: '/mcp.McpService/Stream',
        field: { number: 1, type: 'string' },
      });
      expect(findRoute(endpoint({ preset: 'mcp-zig' }), era)?.mode).toBe('call');
    }
  });

  it('is the method of a service under another name', () => {
    const route = findRoute(endpoint({ service: 'own.v1.Tunnel' }), 'modern');
    expect(route?.path).toBe('/own.v1.Tunnel/Call');
  });

  it('is what the endpoint names, a stream where it names no mode', () => {
    const own = endpoint({ method: '/a.B/C', field: 'string', fieldNumber: 7 });
    expect(findRoute(own, 'modern')).toEqual({
      mode: 'bidi',
      path: '/a.B/C',
      field: { number: 7, type: 'string' },
    });
    expect(findRoute({ ...own, mode: 'call' }, 'legacy')?.mode).toBe('call');
  });

  it.each(presetNames)('is clear for the preset %s in both eras', (preset) => {
    for (const era of ['legacy', 'modern'] as const)
      expect(findRoute(endpoint({ preset }), era)).toBeDefined();
  });

  it.each([
    [{ preset: 'none' }, /Choose a profile: tunnel/],
    [{ method: 'a.B/C' }, /is no method path/],
    [{ preset: 'emcp', mode: 'call' }, /no method for the mode call/],
  ] as const)('is not clear for %j, and the words say why', (more, words) => {
    expect(findRoute(endpoint(more), 'modern')).toBeUndefined();
    expect(explainNoRoute(endpoint(more))).toMatch(words);
  });
});
