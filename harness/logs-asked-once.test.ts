import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listComplaints, runCommandLine } from './mcptc.test.support.js';
import { getFile } from './served.test.support.js';

const PATIENCE = 60_000;

it(
  'a server on one channel that logs for good once it was asked is found out in requests that did not ask',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mcptc-logs-'));
    const asked = [
      '--revision',
      '2026-07-28',
      '--concurrency',
      '1',
      '--scenario',
      'shared/logging,shared/tools',
    ];
    const server = [process.execPath, getFile('faulty/main.js'), 'logs-asked-once', '--stdio'];
    const ran = await runCommandLine(folder, ...asked, '--', ...server);
    await rm(folder, { recursive: true });
    const found = listComplaints(ran).filter(({ requirement }) => requirement === 'logging.only-when-asked');
    expect(found).not.toEqual([]);
    // What stands on the wire there: a call without a level, long after one with a level was answered.
    expect(found.map((one) => one.case)).not.toContain('stdio/2026-07-28/shared/logging/request-level');
    expect({ code: ran.code, received: found[0]?.received }).toEqual({
      code: 1,
      received: expect.stringContaining('emergency'),
    });
  },
  PATIENCE,
);
