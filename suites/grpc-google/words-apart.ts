import { withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.google-calls-not-mixed';
const CALLS = 100;

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Calls at once get back their own words',
      requirements: [REQUIREMENT],
      needs: { tools: ['test_echo'] },
      isolation: 'shared',
    },
    (t) =>
      withClient(t, [REQUIREMENT], async (client) => {
        const calls = Array.from({ length: CALLS }, (_, at) => {
          const text = `words of call ${at}`;
          const request = client.request('tools/call', { name: 'test_echo', arguments: { text } });
          return { text, id: request.id, exchange: client.send(request) };
        });
        for (const { text, id, exchange } of calls) {
          const answer = await client.answer(exchange, id);
          const held = client.judgeAnswer(t, REQUIREMENT, exchange, answer, [
            (document) => isResult(document) && JSON.stringify(document).includes(JSON.stringify(text)),
            `the text "${text}"`,
          ]);
          if (!held) return;
        }
      }),
  ),
);
