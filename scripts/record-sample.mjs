// `node scripts/record-sample.mjs`, after the build: runs the server of reports/samples/ once more and writes down what was
// found, with its transcripts shortened, because a repository is no place for megabytes.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { trimResult } from '../dist/reports/result/trim.js';
import { withDigest } from '../dist/reports/result/digest.js';

const root = fileURLToPath(new URL('../', import.meta.url));
/** One of the server's tools prints its environment: nothing of whoever runs this is in it. */
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/me' };
const everything = 'node_modules/@modelcontextprotocol/server-everything/dist/index.js';
const HTTP = 3001;
const WEBSOCKET = 3002;
/** Bytes of JSON. */
const LIMIT = 1024 * 1024;

const scratch = mkdtempSync(join(tmpdir(), 'mcptc-sample-'));
const servers = [
  serve([everything, 'streamableHttp'], HTTP),
  serve(['dist/containers/servers/third-party/websocket.js'], WEBSOCKET),
];
const ends = servers.map((server) => once(server, 'exit'));
try {
  await Promise.all([HTTP, WEBSOCKET].map(listening));
  const written = join(scratch, 'result.json');
  const ran = spawnSync(
    process.execPath,
    [
      'dist/harness/cli/main.js',
      'run',
      '--quiet',
      '--seed=7',
      '--revision=2025-03-26,2025-11-25',
      `--output=${scratch}`,
      `http://127.0.0.1:${HTTP}/mcp`,
      `ws://127.0.0.1:${WEBSOCKET}/`,
      '--',
      'node_modules/.bin/mcp-server-everything',
      'stdio',
    ],
    { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (ran.status !== 1) throw new Error(`the run exited with ${ran.status}; it has always found failures`);
  const result = trimResult(JSON.parse(readFileSync(written, 'utf8')), LIMIT);
  const sample = new URL('../reports/samples/server-everything.json', import.meta.url);
  writeFileSync(sample, `${JSON.stringify(withDigest(result))}\n`);
} finally {
  for (const server of servers) server.kill();
  await Promise.all(ends);
  rmSync(scratch, { recursive: true, force: true });
}

function serve(args, port) {
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The server says so in no form that could be read; gives up after ten seconds. */
async function listening(port) {
  for (let left = 100; left > 0; left--) {
    const socket = createConnection({ host: '127.0.0.1', port });
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await setTimeout(100);
  }
  throw new Error(`nothing listens on port ${port}`);
}
