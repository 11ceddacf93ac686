/** Faults in error codes: those that are defined stand for something else, and those that are left alone are used. */
import { getMeta, META } from '../../honest/message.js';
import { defineFaults } from '../fault.js';
import * as f from '../hooks.js';

const UNKNOWN = ['shared/messages/unknown-method'];
const UNUSED = 'a right server uses none of these codes where nothing is wrong';
const unknownMethodGets = (code: number, data?: object) =>
  f.error((e) => Object.assign(e, { code, ...(data === undefined ? {} : { data }) }), -32_601);

/** Codes of errors, seen wherever one comes. */
export const codes = defineFaults({
  'capability-demanded-again': {
    requirement: 'base.codes-with-their-meaning',
    uncontrolled: UNUSED,
    how: 'An unknown method is refused for lack of capabilities that the request declares.',
    scenarios: UNKNOWN,
    message: f.error((e, at) => {
      e['code'] = -32_021;
      e['data'] = { requiredCapabilities: getMeta(at.request ?? {})[META.capabilities] };
    }, -32_601),
  },
  'capability-demanded-without-name': {
    requirement: 'client-capabilities.missing-named',
    uncontrolled: UNUSED,
    how: 'An unknown method is refused for lack of a capability that is not named.',
    scenarios: UNKNOWN,
    message: unknownMethodGets(-32_021, { requiredCapabilities: {} }),
  },
  'code-of-long-ago': {
    requirement: 'robustness.legacy-codes',
    how: 'Unknown methods get a code that new servers leave alone.',
    scenarios: UNKNOWN,
    message: unknownMethodGets(-32_001),
  },
  'unknown-method-no-resource': {
    requirement: 'robustness.codes-with-their-meaning',
    uncontrolled: UNUSED,
    how: 'Unknown methods are answered as if a resource were missing.',
    scenarios: UNKNOWN,
    message: unknownMethodGets(-32_002),
  },
  'url-required-early': {
    requirement: 'robustness.codes-with-their-meaning',
    uncontrolled: UNUSED,
    revisions: ['2025-06-18'],
    how: 'Unknown methods want an elicitation by URL, which the revision does not know.',
    scenarios: UNKNOWN,
    message: unknownMethodGets(-32_042),
  },
  'url-required-of-nothing': {
    requirement: 'elicitation.required-listed',
    uncontrolled: UNUSED,
    how: 'Unknown methods want an elicitation by URL, and name none.',
    scenarios: UNKNOWN,
    message: unknownMethodGets(-32_042, { elicitations: [] }),
  },
});
