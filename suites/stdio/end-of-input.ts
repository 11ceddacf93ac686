import { converse, PROMPT_MS } from '../support/stdio-client.js';
import { isBusy, readTimes } from '../support/busy.js';
import { settledWithin } from '../../adapters/wait.js';
import { defineBindingScenario } from '../scenario.js';

const MODERN = 'stdio.exits-at-end-of-input';
const LEGACY = 'robustness.stdio-exits-at-end-of-input';

export default defineBindingScenario(
  'stdio',
  {
    title: 'The process exits when its input ends',
    requirements: [MODERN, LEGACY],
    isolation: 'session',
  },
  async (t) => {
    const client = await converse(t, [MODERN, LEGACY]);
    if (client === undefined) return;
    const { connection } = client;
    connection.endInput();
    const started = performance.now();
    const times = readTimes();
    const prompt = await t.wait(settledWithin(connection.exited, PROMPT_MS));
    // Ends it by force where it has not ended by itself; its exit is then seen by the signal.
    const closing = await t.close(connection, 'graceful');
    const { code, signal } = await connection.exited;
    // An interpreter that takes a second to end takes three where others have the processors.
    if (!prompt && !closing.forced && signal.value === null && isBusy(times, readTimes())) {
      for (const id of [MODERN, LEGACY] as const)
        t.notVerified(id, `exit within ${PROMPT_MS / 1000} s while the machine is less busy`);
      return;
    }
    const late = `, not after ${((performance.now() - started) / 1000).toFixed(1)} s`;
    const byItself = () => prompt && !closing.forced && signal.value === null;
    const within = `an exit within ${PROMPT_MS / 1000} s`;
    for (const id of [MODERN, LEGACY] as const) {
      if (signal.value === null) t.satisfies(id, code, byItself, prompt ? within : `${within}${late}`);
      else t.satisfies(id, signal, byItself, `${within}, without a signal`);
    }
  },
);
