/** Faults in initialize and discover: versions, declared capabilities, and requests that come too early. */
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta, getParams } from '../../honest/message.js';
import { REVISIONS } from '../../../../adapters/revision.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';

const initialize = f.to('initialize');
const roots: Message = { jsonrpc: '2.0', id: 'early', method: 'roots/list' };
const isKnown = (version: unknown) => (REVISIONS as readonly unknown[]).includes(version);

/** The opening of both eras, and what is declared in it. */
export const lifecycle = defineFaults({
  'initialize-no-capabilities': {
    requirement: 'lifecycle.capabilities-sent',
    how: 'The reply to initialize tells no capabilities.',
    message: f.result((r) => delete r['capabilities'], initialize),
  },
  'initialize-no-server-info': {
    requirement: 'lifecycle.server-info-sent',
    how: 'The reply to initialize leaves out the version of the server.',
    message: f.result((r) => isObject(r['serverInfo']) && delete r['serverInfo']['version'], initialize),
  },
  'instructions-object': {
    requirement: 'lifecycle.instructions-text',
    uncontrolled: 'the right servers have no instructions',
    how: 'The instructions are an object.',
    message: f.result((r) => void (r['instructions'] = { text: 'hi' }), initialize),
  },
  'version-not-echoed': {
    requirement: 'lifecycle.version-echoed',
    how: 'A known version is answered with an older one, from the second time on.',
    transports: ['streamable-http'],
    message: f.result((r, at) => {
      if (f.nth(at, 'initialize') > 1) r['protocolVersion'] = '2024-11-05';
    }, initialize),
  },
  'version-parrot': {
    requirement: 'lifecycle.version-counter-offer',
    how: 'Whatever version is offered is accepted.',
    message: f.result((r, at) => {
      r['protocolVersion'] = getParams(at.request ?? {})['protocolVersion'];
    }, initialize),
  },
  'version-invented': {
    requirement: 'lifecycle.version-counter-offer',
    how: 'An unknown version is answered with one that the server does not take itself.',
    message: f.result((r, at) => {
      const { protocolVersion } = getParams(at.request ?? {});
      if (!isKnown(protocolVersion) && protocolVersion !== '2025-01-01') r['protocolVersion'] = '2025-01-01';
    }, initialize),
  },
  'version-refused-oddly': {
    requirement: 'lifecycle.version-counter-offer',
    how: 'An unknown version is refused without a word on what is supported.',
    request: f.refuse(
      (m) => m['method'] === 'initialize' && !isKnown(getParams(m)['protocolVersion']),
      -32000,
      'No',
    ),
  },
  'version-oldest-offered': {
    requirement: 'lifecycle.version-newest-offered',
    how: 'An unknown version is answered with the oldest known one.',
    message: f.result((r, at) => {
      if (!isKnown(getParams(at.request ?? {})['protocolVersion'])) r['protocolVersion'] = '2024-11-05';
    }, initialize),
  },
  'early-server-request': {
    requirement: 'lifecycle.no-early-requests',
    how: 'The client is asked for its roots right after the reply to initialize.',
    message: f.reply((m) => [m, roots], initialize),
  },
  'early-server-request-on-stream': {
    requirement: 'lifecycle.no-early-requests',
    how: 'The client is asked for its roots as soon as it listens.',
    transports: ['streamable-http'],
    http: {
      response: (_reply, { method }, { streams }) => {
        const stream = method === 'GET' ? streams.at(-1) : undefined;
        // Once it is open.
        if (stream) setImmediate(() => stream.write({ event: 'message', data: JSON.stringify(roots) }));
      },
    },
  },
  'early-request-poisons': {
    requirement: 'lifecycle.early-request-survived',
    how: 'After a request that came too early, initialize is refused.',
    transports: ['stdio'],
    request: f.refuse((m, { memory }) => {
      if (m['method'] === 'initialize') return memory['early'] === true;
      memory['early'] = true;
      return false;
    }, -32600),
  },
  'second-initialize-poisons': {
    requirement: 'lifecycle.second-initialize-survived',
    how: 'After a second initialize everything is refused.',
    transports: ['stdio'],
    request: f.refuse((m, at) => {
      if (m['method'] === 'initialize') f.nth(at, 'initialize');
      return (at.memory['initialize'] as number) > 1;
    }, -32600),
  },
  'ping-chatty': {
    requirement: 'ping.empty-result',
    how: 'The result of a ping is not empty.',
    message: f.result((r) => void (r['status'] = 'ok'), f.to('ping')),
  },
  'hidden-tools': {
    requirement: 'tools.capability-declared',
    how: 'Tools are there but not declared.',
    message: f.result((r) => hide(r, 'tools'), f.isOpening),
  },
  'hidden-prompts': {
    requirement: 'prompts.capability-declared',
    how: 'Prompts are there but not declared.',
    message: f.result((r) => hide(r, 'prompts'), f.isOpening),
  },
  'hidden-resources': {
    requirement: 'resources.capability-declared',
    how: 'Resources are there but not declared.',
    message: f.result((r) => hide(r, 'resources'), f.isOpening),
  },
  'hidden-completions': {
    requirement: 'completion.capability-declared',
    how: 'Completion is there but not declared.',
    message: f.result((r) => hide(r, 'completions'), f.isOpening),
  },
  'hidden-logging': {
    requirement: 'logging.capability-declared',
    how: 'Log messages are sent but not declared.',
    message: f.result((r) => hide(r, 'logging'), f.isOpening),
  },
  'hidden-logging-unset': {
    requirement: 'logging.capability-declared',
    // A refused request sets no level that could be broken.
    spares: ['logging.level-respected', 'logging.messages-sent'],
    revisions: ['2025-11-25'],
    how: 'Log messages are sent, but not declared, and no level can be set.',
    request: f.refuse((m) => m['method'] === 'logging/setLevel', -32601),
    message: f.result((r) => hide(r, 'logging'), f.isOpening),
  },
  'discover-missing': {
    requirement: 'discover.implemented',
    how: 'server/discover is an unknown method, once it was used.',
    transports: ['stdio'],
    request: f.refuse((m, at) => m['method'] === 'server/discover' && f.nth(at, 'discover') > 1, -32601),
  },
  'discover-other-versions': {
    requirement: 'discover.supported-versions',
    how: 'server/discover lists versions that are not served, from the second time on.',
    message: f.result((r, at) => {
      if (f.nth(at, 'discover') > 1) r['supportedVersions'] = ['1999-12-31'];
    }, f.to('server/discover')),
  },
  'discover-capabilities-list': {
    requirement: 'discover.capabilities',
    how: 'The capabilities are a list of names.',
    message: f.result((r) => {
      if (isObject(r['capabilities'])) r['capabilities'] = Object.keys(r['capabilities']);
    }, f.to('server/discover')),
  },
  'discover-anonymous': {
    requirement: 'discover.server-info',
    how: 'server/discover does not identify the server.',
    message: f.result((r) => delete getMeta({ params: r })[META.serverInfo], f.to('server/discover')),
  },
  'legacy-refusal-mute': {
    requirement: 'version.named-to-legacy-clients',
    uncontrolled: 'the right servers have no lack of a legacy era',
    how: 'initialize is refused without a word on what is supported.',
    request: f.refuse((m) => m['method'] === 'initialize', -32601, 'Method not found'),
  },
});

function hide(result: Message, capability: string): void {
  if (isObject(result['capabilities'])) delete result['capabilities'][capability];
}
