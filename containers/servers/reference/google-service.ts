/** Answers the calls of the typed gRPC service of Google with the content of the fixture. */
import { getEra, REVISIONS } from '../../../adapters/revision.js';
import type { GoogleCall, GoogleService } from '../../../adapters/grpc-google/server/service.js';
import { SERVER } from './fixture.js';
import type { Fixture } from './fixture.js';
import type { CompletionRequest } from './fixture/completions.js';
import { FixtureError, LEVELS, type LogLevel } from './fixture/contract.js';
import type { Json } from '../../../adapters/json.js';
import type { FixtureContext } from './fixture/contract.js';
import type { ListName } from './fixture/page.js';

/** The oldest that the service has a name for. */
const versions = REVISIONS.filter((revision) => revision >= '2025-03-26');
const META = 'io.modelcontextprotocol';
const CACHE = { ttlMs: 300_000, cacheScope: 'public' };

/** The fixture contract as the typed service, at every revision that it has a name for. */
export const createGoogleService = (fixture: Fixture): GoogleService => ({
  versions,
  serve: async (call) => call.answer(inEra(call, await resultOf(fixture, call))),
});

/** What a modern result says beside itself. */
function inEra(call: GoogleCall, result: Json): Json {
  if (getEra(call.revision) === 'legacy') return result;
  const cached = /list$|read$/.test(call.method) && result['resultType'] === undefined;
  const _meta = { [`${META}/serverInfo`]: SERVER };
  return { resultType: 'complete', ...(cached ? CACHE : {}), ...result, _meta };
}

function resultOf(fixture: Fixture, call: GoogleCall): Json | Promise<Json> {
  const { method, params, revision } = call;
  const list = (name: ListName): Json => fixture.list(name, params['cursor'] as string | undefined, revision);
  const name = String(params['name']);
  switch (method) {
    case 'tools/list':
      return list('tools');
    case 'prompts/list':
      return list('prompts');
    case 'resources/list':
      return list('resources');
    case 'resources/templates/list':
      return list('resourceTemplates');
    case 'tools/call':
      return fixture.callTool(name, params['arguments'] as Json | undefined, contextOf(call));
    case 'prompts/get':
      return fixture.getPrompt(name, params['arguments'] as Record<string, string>, contextOf(call));
    case 'resources/read':
      return fixture.readResource(String(params['uri']), revision);
    case 'completion/complete':
      if (params['argument'] === undefined)
        throw new FixtureError(-32602, 'The argument to complete is missing.');
      return fixture.complete(params as unknown as CompletionRequest, revision);
    default:
      throw new Error(`no such method: ${String(method)}`);
  }
}

function contextOf({ params, revision, signal, logLevel, progress, log }: GoogleCall): FixtureContext {
  const meta = (params['_meta'] ?? {}) as Json;
  const era = getEra(revision);
  return {
    revision,
    era,
    signal,
    progressToken: meta['progressToken'] as string | undefined,
    clientCapabilities: (meta[`${META}/clientCapabilities`] ?? {}) as Json,
    inputResponses: (params['inputResponses'] ?? {}) as Json,
    requestState: params['requestState'] as string | undefined,
    notify: (method, notice) => (method === 'notifications/progress' ? progress(notice) : Promise.resolve()),
    async log(level, data) {
      const least = LEVELS.indexOf((logLevel ?? meta[`${META}/logLevel`]) as LogLevel);
      if (least >= 0 && LEVELS.indexOf(level) >= least) await log(level, data);
    },
    request: (method) =>
      Promise.reject(new FixtureError(-32600, `There is no way back to the client for ${method}.`)),
    closeStream: () => {},
    // Nobody can be listening.
    announce: () => {},
  };
}
