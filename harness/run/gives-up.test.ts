import { expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listContradictions } from '../../reports/result/verify/result.js';
import { runCommandLine, listComplaints } from '../mcptc.test.support.js';
import { getFile, startServed } from '../served.test.support.js';

const PATIENCE = 120_000;

/** Takes the handshake, and ends on whatever comes after it. */
const BRIEF = `
  import { createInterface } from 'node:readline';
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    if (method !== 'initialize') process.exit(7);
    const serverInfo = { name: 'brief', version: '1' };
    const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
    console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });`;

it(
  'a target that answers nothing but its handshake is given up',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gives-up-'));
    const at = ['--revision', '2025-11-25', '--request-timeout', '1s', '--start-timeout', '15s'];
    const command = [process.execPath, getFile('hostile/main.js'), 'silent-later'];
    const ran = await runCommandLine(folder, ...at, '--', ...command);
    await rm(folder, { recursive: true });
    const { run } = ran.result;
    expect({ code: ran.code, complete: run.complete }).toEqual({ code: 1, complete: false });
    expect(run.stoppedBy).toBe('a target on stdio that answers its handshake and nothing else');
    expect(listComplaints(ran).map(({ received = '' }) => received)).toContainEqual(
      expect.stringMatching(/was given up after .*: it answers its handshake and nothing else/),
    );
    expect(listContradictions(ran.result)).toEqual([]);
  },
  PATIENCE,
);

it(
  'a target that ends the same way at each start is given up',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gives-up-'));
    const script = join(folder, 'brief.mjs');
    await writeFile(script, BRIEF);
    const ran = await runCommandLine(folder, '--revision', '2025-11-25', '--', process.execPath, script);
    await rm(folder, { recursive: true });
    const { run, cases } = ran.result;
    expect({ code: ran.code, complete: run.complete }).toEqual({ code: 1, complete: false });
    expect(run.stoppedBy).toBe('a target on stdio that exited with code 7, 10 times in a row');
    const given = listComplaints(ran).filter(({ received = '' }) => /was given up after/.test(received));
    expect(given.map(({ requirement }) => requirement)).toEqual(['jsonrpc.request-answered']);
    expect(cases.map(({ reason }) => reason)).toContain(
      'target given up: it exited with code 7, 10 times in a row',
    );
    expect(listContradictions(ran.result)).toEqual([]);
  },
  PATIENCE,
);

it(
  'a gRPC server that leaves requests unanswered is waited for in full once for each kind',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gives-up-'));
    const server = await startServed('hostile/main.js', 'silent-later', '--grpc-port', '0');
    const only = ['--scenario', 'grpc/session-end-stays,grpc/sessions-apart', '--request-timeout', '1s'];
    const { result } = await runCommandLine(folder, ...only, '--concurrency', '1', server.url);
    await server.stop();
    await rm(folder, { recursive: true });
    const took = result.cases.map(({ scenario, durationMs }) => [scenario, durationMs > 4_500]);
    expect(Object.fromEntries(took)).toMatchObject({
      'grpc/session-end-stays': true,
      'grpc/sessions-apart': false,
    });
  },
  PATIENCE,
);
