import { withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { askTyped, countKinds, findUnder } from '../support/google-typed.js';
import { META } from '../../adapters/mcp.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'google.input-request-of-one-kind',
  'google.form-field-of-one-kind',
  'google.form-message',
] as const;
const [KIND, FIELD, MESSAGE] = REQUIREMENTS;
/** Fixtures that ask for one thing each, and for several. */
const TOOLS = ['elicitation', 'sampling', 'list_roots', 'multiple_inputs'].map(
  (name) => `test_input_required_result_${name}`,
);
const KINDS = ['samplingCreateMessage', 'listRootsRequest', 'elicitRequest', 'notifyOnRootListUpdate'];
const SCHEMAS = ['stringSchema', 'numberSchema', 'booleanSchema', 'enumSchema'];
const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} };

const valuesOf = (map: unknown) => (isObject(map) ? Object.values(map).filter(isObject) : []);

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Requests for input are of one kind',
      requirements: REQUIREMENTS,
      needs: { tools: TOOLS },
      revisions: { era: 'modern' },
      isolation: 'shared',
    },
    (t) =>
      withClient(t, REQUIREMENTS, async (client) => {
        for (const name of TOOLS) {
          const _meta = { [META.clientCapabilities]: CAPABILITIES };
          const response = await askTyped(
            client,
            client.request('tools/call', { name, arguments: {}, _meta }),
          );
          const { typed = {}, seen } = response ?? {};
          const { inputRequests } = (typed['common'] ?? {}) as Record<string, unknown>;
          if (seen === undefined || !isObject(inputRequests)) {
            t.notVerified(KIND, `ask for input in ${name}`);
            continue;
          }
          for (const request of valuesOf(inputRequests))
            t.satisfies(KIND, seen, () => countKinds(request, KINDS) === 1, 'requests of one kind each');
          for (const form of findUnder(inputRequests, ['elicitRequest'])) {
            t.satisfies(MESSAGE, seen, () => (form['message'] ?? '') !== '', 'a form with a message');
            for (const field of valuesOf(form['requestedSchema']))
              t.satisfies(FIELD, seen, () => countKinds(field, SCHEMAS) === 1, 'fields of one schema each');
          }
        }
      }),
  ),
);
