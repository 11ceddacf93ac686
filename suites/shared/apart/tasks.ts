import { isObject } from '../../../adapters/json.js';
import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { asksWho, openAsBoth, type Users } from '../../support/identities.js';

const RULE = 'apart.tasks';
/** Milliseconds that a task is kept, and the pages that are looked through for it. */
const TTL_MS = 60_000;
const MAX_PAGES = 20;
type T = Context<typeof RULE>;

export default defineScenario(
  {
    title: 'The task of one user is not another one’s to see, to list or to cancel',
    requirements: [RULE],
    needs: { capabilities: ['tasks.requests.tools.call'], clients: 'of one server', identities: 'two' },
    revisions: { from: '2025-11-25', to: '2025-11-25' },
  },
  async (t) => {
    if (!(await asksWho(t, RULE))) return;
    const users = await openAsBoth(t);
    const call = (await t.safeCalls()).find(({ tool }) => canBeTask(tool));
    if (call === undefined) return t.notApplicable(RULE, 'no tool that may be called runs as a task');
    const taskId = await begin(users.a, call);
    if (taskId === undefined) return t.notVerified(RULE, `answer a call of ${call.name} as a task with one`);
    await judge(t, users, taskId);
  },
);

function canBeTask({ execution }: SafeCall['tool']): boolean {
  return (
    isObject(execution) &&
    (execution['taskSupport'] === 'optional' || execution['taskSupport'] === 'required')
  );
}

async function begin(session: Session, { name, arguments: given }: SafeCall): Promise<string | undefined> {
  const params = { name, arguments: given, task: { ttl: TTL_MS } };
  const reply = await session.request('tools/call', params).reply();
  const task = reply.result?.['task'];
  const id = isObject(task) ? task['taskId'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

async function judge(t: T, { a, b }: Users, taskId: string): Promise<void> {
  const isItsOwn = async (): Promise<boolean> =>
    (await a.request('tasks/get', { taskId }).reply()).result?.['taskId'] === taskId;
  const refused = (reply: Reply, method: string): void =>
    void t.satisfies(
      RULE,
      reply.at(reply.isError ? '/error' : '/result'),
      () => reply.isError,
      `an error for ${method} of another user's task`,
    );
  // What is there for nobody is refused to everybody.
  if (!(await isItsOwn())) return t.notVerified(RULE, 'answer tasks/get to the user of the task');
  const got = await b.request('tasks/get', { taskId }).reply();
  if (a.declares('tasks.list')) await judgeList(t, { a, b }, taskId);
  // It waits for the end of a task; who is to be refused is refused at once.
  const result = await b.request('tasks/result', { taskId }).maybe();
  const cancelled = a.declares('tasks.cancel')
    ? await b.request('tasks/cancel', { taskId }).reply()
    : undefined;
  if (!(await isItsOwn()) && got.isError)
    return t.notVerified(RULE, 'keep a task for its user while another one asks for it');
  refused(got, 'tasks/get');
  if (result !== undefined) refused(result, 'tasks/result');
  if (cancelled !== undefined) refused(cancelled, 'tasks/cancel');
}

async function judgeList(t: T, { a, b }: Users, taskId: string): Promise<void> {
  const own = await findTask(a, taskId);
  if (own === undefined) return;
  const seen = (await findTask(b, taskId)) ?? (await b.request('tasks/list').reply()).at('');
  t.satisfies(
    RULE,
    seen,
    (value) => !(JSON.stringify(value) ?? '').includes(taskId),
    'no task of another user in tasks/list',
  );
}

/** The page of `tasks/list` that has it. */
async function findTask(session: Session, taskId: string): Promise<ReturnType<Reply['at']> | undefined> {
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await session.request('tasks/list', cursor === undefined ? {} : { cursor }).reply();
    const { tasks, nextCursor } = reply.result ?? {};
    if (!Array.isArray(tasks)) return undefined;
    if (tasks.some((task) => isObject(task) && task['taskId'] === taskId)) return reply.at('/result');
    if (typeof nextCursor !== 'string') return undefined;
    cursor = nextCursor;
  }
  return undefined;
}
