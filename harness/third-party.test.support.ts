import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findFreePort, waitUntilAccepts } from '../containers/targets/ready.js';
import type { Ran } from './mcptc.test.support.js';
import type { Served } from './served.test.support.js';

/** Milliseconds for a server from the registry to listen. */
const UNTIL_LISTENING = 30_000;

/** A file of a package from the registry. */
export const getPackaged = (path: string): string =>
  fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));

export const everything = getPackaged('@modelcontextprotocol/server-everything/dist/index.js');

const judged =
  (verdict: 'fail' | 'warn') =>
  ({ result }: Ran): string[] =>
    [
      ...new Set(
        result.cases.flatMap((c) => c.checks.filter((k) => k.verdict === verdict).map((k) => k.requirement)),
      ),
    ].sort();

/** The requirements that failed in any case. */
export const failed = judged('fail');
/** The requirements that were warned of in any case. */
export const warned = judged('warn');

/** What no sentence forbids, and a client suffers from all the same. */
export const listFragile = ({ result }: Ran): string[] =>
  result.cases
    .flatMap((c) => c.checks.filter((k) => k.verdict === 'not-verified' && k.seen.length > 0))
    .map(({ requirement }) => requirement)
    .sort();

export const listBroken = ({ result }: Ran): unknown[] =>
  result.cases.filter(({ status }) => status === 'error');

/** `supergateway` as a WebSocket server in front of a stdio server, which it starts through a shell. */
export async function startBridge(...command: string[]): Promise<Served> {
  const port = await findFreePort();
  const line = [process.execPath, ...command].map((word) => JSON.stringify(word)).join(' ');
  const options = `--outputTransport=ws --port=${port} --messagePath=/message`.split(' ');
  // Not `--stdio=…`: of that it takes the outermost quotes away.
  const words = [getPackaged('supergateway/dist/index.js'), '--stdio', line, ...options];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    // Not SIGKILL: it would leave the server behind it, whose process group is its own.
    child.kill('SIGTERM');
    await gone;
  };
  try {
    await waitUntilAccepts('127.0.0.1', port, AbortSignal.timeout(UNTIL_LISTENING));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `ws://127.0.0.1:${port}/message`, stop };
}
