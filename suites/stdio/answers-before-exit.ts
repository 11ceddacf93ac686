import { isResult } from '../../adapters/json-rpc.js';
import { askOnce } from '../support/ask-once.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.stdio-answers-before-exit';

export default defineBindingScenario(
  'stdio',
  {
    title: 'What was asked before the end of input is answered',
    requirements: [REQUIREMENT],
    isolation: 'last',
  },
  async (t) => {
    const { session, connection } = await t.open();
    if ((await askOnce(session)) === undefined)
      return t.notVerified(REQUIREMENT, 'answer the handshake and one ordinary request first');
    const { method, params } = session.probe();
    const last = session.request(method, params);
    connection.endInput();
    const answer = await last.maybe();
    if (answer !== undefined) {
      t.satisfies(REQUIREMENT, answer.at(''), isResult, 'an answer before the exit');
      return;
    }
    await t.close(connection, 'abrupt');
    const { code } = await connection.exited;
    t.satisfies(REQUIREMENT, code, () => false, 'an answer before the exit');
  },
);
