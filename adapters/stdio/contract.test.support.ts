import { LOG_VARIABLE } from '../contract/behaviour.js';
import { logFile, type TestHost } from '../contract/host.js';
import { locateScript } from '../testing/listening.js';
import type { CommandEndpoint } from './endpoint.js';

export const host: TestHost<CommandEndpoint> = {
  async start(...words) {
    const { file, log, numbers, remove } = logFile();
    return {
      endpoint: {
        command: process.execPath,
        args: [locateScript('stdio-target.js'), ...words],
        env: { [LOG_VARIABLE]: file },
      },
      log,
      pids: () => numbers('pid'),
      stop: async () => remove(),
    };
  },
  absent: async () => ({
    endpoint: { command: 'no-such-command-for-the-contract-test', args: [], env: {} },
    hint: /PATH/,
  }),
};
