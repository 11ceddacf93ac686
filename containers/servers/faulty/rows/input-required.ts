/** Faults in results that demand input before they are complete, and in the retry that brings it. */
import { isObject } from '../../../../adapters/json.js';
import { getParams } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';

/** Multi round-trip requests: what is asked, of whom, and what becomes of the answer. */
export const inputRequests = defineFaults({
  'mrtr-nothing-asked': {
    requirement: 'mrtr.requests-or-state',
    how: 'Input is required but none is asked for.',
    message: f.result(
      inputRequired((r) => {
        delete r['inputRequests'];
        delete r['requestState'];
      }),
    ),
  },
  'mrtr-unknown-method': {
    requirement: 'mrtr.request-kinds',
    how: 'The client is asked to list its tools.',
    message: f.result(
      inputRequired((r) => {
        const first = isObject(r['inputRequests']) ? Object.values(r['inputRequests'])[0] : undefined;
        if (isObject(first)) first['method'] = 'tools/list';
      }),
    ),
  },
  'mrtr-undeclared': {
    requirement: 'mrtr.only-declared',
    how: 'The client is asked to sample although it cannot.',
    message: f.result(
      inputRequired((r) => {
        const asked = isObject(r['inputRequests']) ? r['inputRequests'] : {};
        const params = { messages: [], maxTokens: 10 };
        r['inputRequests'] = { ...asked, undeclared: { method: 'sampling/createMessage', params } };
      }),
    ),
  },
  'mrtr-anywhere': {
    requirement: 'mrtr.only-supported-requests',
    how: 'Input is required to list the tools.',
    message: f.reply((m) => {
      const meta = isObject(m['result']) ? m['result']['_meta'] : undefined;
      return { ...m, result: { resultType: 'input_required', requestState: 'x', _meta: meta } };
    }, f.to('tools/list')),
  },
  'mrtr-retry-ignored': {
    requirement: 'mrtr.retry-completes',
    how: 'What the client brings back is not looked at.',
    request: f.asked((params) => delete params['inputResponses'], 'tools/call'),
  },
  'mrtr-sticky': {
    requirement: 'mrtr.retry-anywhere',
    how: 'A retry is only served on the connection that was asked.',
    transports: ['stdio'],
    request: f.refuse((m, { memory }) => f.hasParam(m, 'inputResponses') && memory['asked'] !== true, -32602),
    message: f.result(
      (r, { memory }) => void (r['resultType'] === 'input_required' && (memory['asked'] = true)),
    ),
  },
  'mrtr-tampering-accepted': {
    requirement: 'mrtr.tampered-state-rejected',
    how: 'A state that was tampered with is taken for the genuine one.',
    request: f.asked((params, { memory }) => {
      if ('requestState' in params && memory['state'] !== undefined) params['requestState'] = memory['state'];
    }),
    message: f.result((r, { memory }) => {
      if (r['resultType'] === 'input_required') memory['state'] = r['requestState'];
    }),
  },
  'mrtr-missing-input-error': {
    requirement: 'mrtr.missing-input-asked-again',
    how: 'A retry without the input is refused.',
    request: f.refuse((m) => {
      const { inputResponses } = getParams(m);
      return isObject(inputResponses) && Object.keys(inputResponses).length === 0;
    }, -32602),
  },
  'mrtr-extra-input-error': {
    requirement: 'mrtr.extra-input-ignored',
    how: 'A retry with more than was asked for is refused.',
    request: f.refuse((m, { memory }) => {
      const { inputResponses } = getParams(m);
      const asked = memory['keys'] as string[] | undefined;
      return (
        isObject(inputResponses) &&
        asked !== undefined &&
        Object.keys(inputResponses).some((k) => !asked.includes(k))
      );
    }, -32602),
    message: f.result((r, { memory }) => {
      if (!isObject(r['inputRequests'])) return;
      memory['keys'] = [
        ...((memory['keys'] as string[] | undefined) ?? []),
        ...Object.keys(r['inputRequests']),
      ];
    }),
  },
  'mrtr-malformed-accepted': {
    requirement: 'mrtr.malformed-input-error',
    uncontrolled: 'the upstream SDK takes malformed input for none',
    how: 'Input that is malformed counts as none.',
    request: f.asked((params) => {
      if ('inputResponses' in params && !isObject(params['inputResponses'])) delete params['inputResponses'];
    }, 'tools/call'),
  },
});

function inputRequired(edit: (result: Message) => void): (result: Message) => void {
  return (result) => {
    if (result['resultType'] === 'input_required') edit(result);
  };
}
