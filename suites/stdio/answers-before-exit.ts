import { isResult } from '../../adapters/json-rpc.js';
import { converse } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-answers-before-exit';

export default defineBindingScenario(
  'stdio',
  {
    title: 'What was asked before the end of input is answered',
    requirements: [REQUIREMENT],
    isolation: 'session',
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const last = client.probe();
    client.connection.send({ body: last });
    client.connection.endInput();
    const answer = await client.answer(last.id);
    if (answer !== undefined) {
      t.satisfies(REQUIREMENT, t.text(answer), () => isResult(answer.json), 'an answer before the exit');
      return;
    }
    await t.close(client.connection, 'abrupt');
    const { code } = await client.connection.exited;
    t.satisfies(REQUIREMENT, code, () => false, 'an answer before the exit');
  },
);
