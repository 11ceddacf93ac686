/** Requirements on multi round-trip requests: results that demand input, and the retry that brings it. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const FIRST = '2026-07-28';
const servers = listPages('basic/patterns/mrtr#server-requirements-basic-workflow', FIRST);

/** `basic/patterns/mrtr`: multi round-trip requests, which replace the server's requests in the modern era. */
export const mrtr = defineRequirements('sentence', {
  'mrtr.requests-or-state': {
    level: 'MUST',
    group: 'schemas',
    text: 'A result that requires input carries input requests, a request state, or both.',
    sources: servers,
    from: FIRST,
  },
  'mrtr.request-kinds': {
    level: 'MUST',
    group: 'schemas',
    text: 'Each input request is an elicitation, a sampling or a roots request.',
    sources: servers,
    from: FIRST,
  },
  'mrtr.only-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'Input requests ask only for what the client declares in the request that they answer.',
    sources: servers,
    from: FIRST,
  },
  'mrtr.only-supported-requests': {
    level: 'MUST',
    group: 'tooling',
    text: 'Only tools/call, resources/read and prompts/get are answered with a demand for input.',
    sources: listPages('basic/patterns/mrtr#supported-requests', FIRST),
    from: FIRST,
  },
  'mrtr.retry-completes': {
    level: 'MUST',
    basis: 'fixture',
    group: 'tooling',
    text: 'A retry with all input and the request state is completed.',
    sources: listPages('basic/patterns/mrtr#basic-workflow', FIRST),
    from: FIRST,
  },
  'mrtr.retry-anywhere': {
    level: 'SHOULD',
    group: 'transport',
    text: 'The retry may come over another connection than the request that required input.',
    sources: listPages('basic/index#statelessness', FIRST),
    from: FIRST,
  },
  'mrtr.tampered-state-rejected': {
    level: 'MUST',
    group: 'security',
    text: 'A protected request state that was altered is rejected and nothing is done on its behalf.',
    sources: servers,
    from: FIRST,
  },
  'mrtr.missing-input-asked-again': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A retry that lacks needed input is answered by asking for it again, not with an error.',
    sources: listPages('basic/patterns/mrtr#error-handling', FIRST),
    from: FIRST,
  },
  'mrtr.extra-input-ignored': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Input responses that nobody asked for are ignored.',
    sources: listPages('basic/patterns/mrtr#error-handling', FIRST),
    from: FIRST,
  },
  'mrtr.malformed-input-error': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Input responses that are no map of responses are answered with a JSON-RPC error.',
    sources: listPages('basic/patterns/mrtr#error-handling', FIRST),
    from: FIRST,
  },
  'client-capabilities.missing-code': {
    level: 'MUST',
    group: 'discovery',
    text: 'A request that needs a client capability which it does not declare is answered with the error -32021.',
    sources: listPages('basic/index#_meta', FIRST),
    from: FIRST,
  },
  'client-capabilities.missing-named': {
    level: 'MUST',
    group: 'discovery',
    text: 'The error -32021 names the missing capabilities in data.requiredCapabilities.',
    sources: listPages('basic/index#_meta', FIRST),
    from: FIRST,
  },
});
