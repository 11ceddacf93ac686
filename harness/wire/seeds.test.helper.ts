import type { Revision } from '../../adapters/revision.js';
import { nameAnswered, nameSent, type Sender } from './names.js';
import type { Official } from './official.test.helper.js';
import { makeSamples } from './samples.test.helper.js';
import { makeContractSchema } from './schema/index.js';

export const SENDERS: readonly Sender[] = ['client', 'server'];
export const getSide = (sender: Sender): string => (sender === 'client' ? 'Client' : 'Server');

export interface Seed {
  sender: Sender;
  document: Record<string, unknown>;
  answers?: string;
}

/** Messages made from the official schema and from ours: what only one of the two knows shows up. */
export const makeSeeds = (revision: Revision, theirs: Official): readonly Seed[] => {
  const ours = makeContractSchema(revision).$defs;
  const seeds: Seed[] = [];
  const add = (seed: Omit<Seed, 'document'>, body: unknown) =>
    seeds.push({ ...seed, document: { jsonrpc: '2.0', ...(body as object) } });
  for (const sender of SENDERS) {
    for (const kind of ['Request', 'Notification']) {
      const id = kind === 'Request' ? { id: 1 } : {};
      for (const [method, name] of Object.entries(theirs.unions[getSide(sender) + kind] ?? {})) {
        const both = [
          ...makeSamples(theirs.definitions[name] ?? {}, theirs.definitions),
          ...makeSamples(ours[nameSent(sender, method)] ?? {}, ours),
        ];
        for (const body of both) add({ sender }, { ...id, ...(body as object) });
      }
    }
    for (const method of Object.keys(theirs.unions[`${getSide(sender)}Request`] ?? {})) {
      const answering = sender === 'client' ? 'server' : 'client';
      for (const name of theirs.results(method))
        for (const result of makeSamples(theirs.definitions[name] ?? {}, theirs.definitions))
          add({ sender: answering, answers: method }, { id: 1, result });
      for (const body of makeSamples(ours[nameAnswered(method)] ?? {}, ours))
        add({ sender: answering, answers: method }, body);
    }
    add({ sender }, { id: 'a', method: 'x/unheard-of', params: { _meta: { progressToken: 1 } } });
    add({ sender }, { method: 'notifications/unheard-of', params: { _meta: {} } });
    add({ sender, answers: 'x/unheard-of' }, { id: 1, result: { _meta: {}, resultType: 'complete' } });
  }
  add({ sender: 'client' }, { id: 1, method: 'notifications/cancelled', params: { requestId: 1 } });
  add(
    { sender: 'server' },
    { id: 1, result: { resultType: 'complete' }, error: { code: 1, message: 'both' } },
  );
  add(
    { sender: 'server', answers: 'tools/call' },
    { id: 1, result: { resultType: 'input_required', requestState: 's' } },
  );
  for (const name of Object.keys(theirs.definitions).filter((name) =>
    /RPCError(Response)?$|.Error$/.test(name),
  )) {
    for (const body of makeSamples(theirs.definitions[name] ?? {}, theirs.definitions)) {
      const error = 'error' in (body as object) ? body : { id: 1, error: body };
      add({ sender: 'server' }, error);
    }
  }
  const distinct = new Map(seeds.map((seed) => [JSON.stringify(seed), seed]));
  return [...distinct.values()];
};
