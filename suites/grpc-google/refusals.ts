/** What is asked for and not there, and the status that says so. */
import {
  isNotNow,
  observeStatus,
  withClient,
  type GrpcClient,
  type GrpcContext,
} from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { makeUnguessable } from '../support/tool-calls.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.refusal-status';

const OK = 0;
/** INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED and UNAUTHENTICATED. */
const OF_THE_CALLER: readonly unknown[] = [3, 5, 7, 9, 11, 12, 16];

/** What is asked for by a name that nobody has, where the list has an answer. */
const NAMED = {
  'tools/list': (name: string) => ({ method: 'tools/call', params: { name, arguments: {} } }),
  'prompts/list': (name: string) => ({ method: 'prompts/get', params: { name } }),
  'resources/list': (name: string) => ({ method: 'resources/read', params: { uri: `mcptc://${name}` } }),
  'resources/templates/list': (name: string) => ({
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name }, argument: { name: 'argument', value: '' } },
  }),
} as const;

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'A refusal says by its status whose mistake it is',
      requirements: [REQUIREMENT],
      isolation: 'shared',
    },
    (t) => withClient(t, [REQUIREMENT], (client) => judgeRefusals(t, client)),
  ),
);

async function judgeRefusals(t: GrpcContext<typeof REQUIREMENT>, client: GrpcClient): Promise<void> {
  let refusals = 0;
  for (const [list, named] of Object.entries(NAMED)) {
    const listed = client.send(client.request(list));
    if ((await client.isOver(listed)) !== true || listed.status?.value !== OK) continue;
    const { method, params } = named(makeUnguessable(() => t.random()));
    const refused = client.send(client.request(method, params));
    // A result in its place is the business of other checks.
    if ((await client.isOver(refused)) !== true || isNotNow(refused) || refused.status?.value === OK)
      continue;
    refusals += 1;
    t.satisfies(
      REQUIREMENT,
      observeStatus(refused),
      (status) => OF_THE_CALLER.includes(status),
      `a status that says what is wrong with ${method} of what is not there, such as NOT_FOUND`,
    );
  }
  if (refusals === 0) t.notApplicable(REQUIREMENT, 'nothing was refused');
}
