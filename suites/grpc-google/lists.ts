import { endsWith, withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { LISTS } from '../support/lists.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'google.list-or-unimplemented';
const OK = 0;
const UNIMPLEMENTED = 12;

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'What is not offered is told from what fails',
      requirements: [REQUIREMENT],
      isolation: 'shared',
    },
    (t) =>
      withClient(t, [REQUIREMENT], async (client) => {
        for (const { method } of LISTS) {
          const exchange = client.send(client.request(method));
          await client.judgeEnd(
            t,
            REQUIREMENT,
            exchange,
            endsWith(`OK of ${method}, or UNIMPLEMENTED`, OK, UNIMPLEMENTED),
          );
        }
      }),
  ),
);
