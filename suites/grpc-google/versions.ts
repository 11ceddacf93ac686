import { endsWith, observeStatus, withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'google.version-repeated',
  'google.version-refused',
  'google.version-optional',
] as const;
const [REPEATED, REFUSED, OPTIONAL] = REQUIREMENTS;
const KEY = 'mcp-protocol-version';
const NOBODYS = '1999-01-01';
const UNIMPLEMENTED = 12;

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Versions are named, refused and left out',
      requirements: REQUIREMENTS,
      isolation: 'shared',
    },
    (t) =>
      withClient(t, REQUIREMENTS, async (client) => {
        const served = client.knock();
        await served.answer();
        const named = served.exchange.header(KEY);
        if (named.value === undefined) {
          for (const id of REQUIREMENTS) t.notApplicable(id, 'the server says nothing of versions');
          return;
        }
        t.equal(REPEATED, named, t.revision);

        const wrong = client.knock({ metadata: { [KEY]: NOBODYS } }).exchange;
        if (await client.judgeEnd(t, REFUSED, wrong, endsWith('UNIMPLEMENTED', UNIMPLEMENTED))) {
          const other = wrong.header(KEY).value === undefined ? wrong.trailer(KEY) : wrong.header(KEY);
          t.satisfies(
            REFUSED,
            other.value === undefined ? observeStatus(wrong) : other,
            () => other.value !== undefined && other.value !== NOBODYS,
            `a version that is served in ${KEY}`,
          );
        }

        const silent = client.knock({ metadata: { [KEY]: null } });
        const answer = await silent.answer();
        client.judgeResult(t, OPTIONAL, silent.exchange, answer, 'a result without a version');
      }),
  ),
);
