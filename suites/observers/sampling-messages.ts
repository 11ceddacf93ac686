/** Messages to sample from, with tools in them: results stand alone, and each use of a tool has one. */
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage } from '../observer.js';
import { escapePointer } from '../support/input.js';
import { SAMPLE } from '../support/server-requests.js';

/** Messages of one request that are looked at. */
const MOST = 1_000;

export default defineObserver(
  {
    title:
      'In what a client is asked to sample from, each use of a tool is followed by its result and nothing else',
    requirements: ['sampling.tool-results-alone', 'sampling.tool-use-balanced'],
    revisions: { from: '2025-11-25' },
  },
  () => ({
    received(message, t) {
      if (!message.ofRevision) return;
      for (const at of listAsked(message)) {
        const said = message.at(`${at}/messages`).value;
        const blocks = (Array.isArray(said) ? said : []).slice(0, MOST + 1).map(listBlocks);
        for (const [index, own] of blocks.slice(0, MOST).entries()) {
          const place = message.at(`${at}/messages/${index}/content`);
          if (own.some(isResult))
            t.satisfies(
              'sampling.tool-results-alone',
              place,
              () => own.every(isResult),
              'tool results and nothing else',
            );
          const used = own.filter(({ type }) => type === 'tool_use').map(({ id }) => id);
          if (used.length === 0) continue;
          const answered = new Set(
            (blocks[index + 1] ?? []).filter(isResult).map(({ toolUseId }) => toolUseId),
          );
          t.satisfies(
            'sampling.tool-use-balanced',
            place,
            () => used.every((id) => answered.has(id)),
            'the result of each of these uses in the next message',
          );
        }
      }
    },
  }),
);

/** Where the client is asked to sample, as JSON pointers to the params: a request of the server, or such as a result holds. */
function listAsked({ kind, method, document }: ReceivedMessage): string[] {
  if (kind === 'request') return method === SAMPLE ? ['/params'] : [];
  const { result } = document;
  const requests = isObject(result) && isObject(result['inputRequests']) ? result['inputRequests'] : {};
  return Object.entries(requests)
    .filter(([, request]) => isObject(request) && request['method'] === SAMPLE)
    .map(([key]) => `/result/inputRequests/${escapePointer(key)}/params`);
}

function listBlocks(message: unknown): Json[] {
  const content = isObject(message) ? message['content'] : undefined;
  return [content].flat().filter(isObject);
}

const isResult = ({ type }: Json): boolean => type === 'tool_result';
