import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { honestGrpc } from '../containers/servers/faulty/honest-grpc.js';
import type { Verdict } from '../reports/result/result.js';
import { listComplaints, runCommandLine } from './mcptc.test.support.js';
import { startServed, type Served } from './served.test.support.js';

/** What is said of the requirement that each could be accused of. */
const SAID: Readonly<Record<keyof typeof honestGrpc, readonly Verdict[]>> = {
  'http-front': ['pass'],
  'no-limit': ['not-verified'],
  'no-encodings': ['pass'],
  late: ['pass'],
  busy: ['not-verified', 'pass'],
  exhausted: ['not-verified', 'pass'],
  'refuses-streams': ['not-verified', 'pass'],
  'late-opening': ['pass'],
  'small-messages': ['pass'],
  calm: ['pass'],
  aged: ['pass'],
  'refuses-deadlines': ['not-verified'],
};
/** Scenarios whose calls are refused now and then. */
const BY_HAND = 'frame-fields,metadata-tolerance,malformed-frames,legacy-call,metadata-mirror,request-headers'
  .split(',')
  .map((name) => `grpc/${name}`)
  .join(',');
const ONLY: Readonly<Record<string, string>> = {
  late: 'grpc/session-opening,grpc/listen',
  busy: `${BY_HAND},grpc/calls-apart,grpc/unknown-method`,
  exhausted: `${BY_HAND},grpc/empty-frames`,
  'refuses-streams': 'grpc/unknown-method,shared/tools/list,shared/messages/id-is-echoed',
  'late-opening': 'grpc/unknown-method',
  calm: 'grpc/pings,grpc/server-goaway,grpc/wire,grpc/broken-frames',
  aged: 'grpc/pings,grpc/server-goaway,grpc/wire,grpc/broken-frames',
  'small-messages': 'grpc/large-message,shared/messages/large-message',
};
const SCENARIOS = 'unknown-method,oversize,compression,session-opening,deadline,listen,malformed-frames'
  .split(',')
  .map((name) => `grpc/${name}`)
  .join(',');
/** Milliseconds for one of them on a busy machine. */
const PATIENCE = 300_000;

let folder: string;
let served: Served;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpc-honest-'));
  served = await startServed('faulty/main.js', '--honest', '--grpc-port', '0');
}, PATIENCE);
afterAll(async () => {
  await served.stop();
  await rm(folder, { recursive: true });
});

describe('an unusual gRPC server that is right has nothing to fear', () => {
  it.each(Object.entries(honestGrpc))(
    '%s',
    async (name, { requirement }) => {
      const only = ONLY[name] ?? SCENARIOS;
      const args = ['--header', `x-fault: ${name}`, '--scenario', only, served.url];
      const ran = await runCommandLine(folder, ...args);
      expect({ findings: listComplaints(ran), code: ran.code }).toEqual({ findings: [], code: 0 });
      const checks = ran.result.cases.flatMap((one) => one.checks);
      const said = checks.filter((check) => check.requirement === requirement).map(({ verdict }) => verdict);
      if (name === 'late-opening')
        expect(ran.result.target.transports['grpc']?.revisions).toEqual(['2025-11-25', '2026-07-28']);
      expect(said.length).toBeGreaterThan(0);
      // Which calls are refused is chance where they are made side by side.
      expect(SAID[name as keyof typeof SAID]).toEqual(expect.arrayContaining([...new Set(said)]));
    },
    PATIENCE,
  );
});
