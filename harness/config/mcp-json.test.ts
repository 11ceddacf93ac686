import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readMcpJson } from './mcp-json.js';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: unknown): string => {
  const path = join(folder, '.mcp.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('fromMcpJson', () => {
  const mcpServers = {
    files: { command: 'npx', args: ['-y', 'server-files', '.'], env: { KEY: '${KEY}' }, cwd: '/srv' },
    remote: { type: 'http', url: 'https://mcp.example.com/mcp', headers: { authorization: 'Bearer ${T}' } },
    old: { type: 'sse', url: 'https://mcp.example.com/sse' },
  };

  it('reads a command', () => {
    expect(readMcpJson(file({ mcpServers }), 'files')).toEqual({
      target: 'files',
      transports: { stdio: { command: ['npx', '-y', 'server-files', '.'] } },
      env: { KEY: '${KEY}' },
      cwd: '/srv',
    });
  });

  it('reads an address, also under `servers`', () => {
    expect(readMcpJson(file({ servers: mcpServers }), 'remote')).toEqual({
      target: 'remote',
      transports: {
        'streamable-http': { url: 'https://mcp.example.com/mcp', headers: { authorization: 'Bearer ${T}' } },
      },
    });
  });

  it('needs no name where there is one server', () => {
    expect(readMcpJson(file({ mcpServers: { only: { command: 'x' } } }), undefined).target).toBe('only');
  });

  it.each([
    [{ mcpServers }, undefined, 'names 3 servers: files, remote, old'],
    [{ mcpServers }, 'flies', 'has no server `flies`'],
    [{ mcpServers }, '__proto__', 'has no server'],
    [{ mcpServers }, 'old', 'HTTP+SSE'],
    [{ mcpServers: { a: { args: [] } } }, 'a', 'expected a program (`command`) or an address (`url`)'],
    [
      { mcpServers: { a: { command: 'x', args: 'y' } } },
      'a',
      'a.args: expected a list of words, got a string',
    ],
    [{ mcpServers: { a: { command: 'x', env: { A: 1 } } } }, 'a', 'a.env: expected names with text values'],
    [{}, 'a', 'expected an object under `mcpServers` or `servers`'],
    ['{', 'a', '.mcp.json'],
  ])('refuses %j with server %j', (content, server, why) => {
    expect(() => readMcpJson(file(content), server)).toThrow(why);
  });
});
