import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine, countPasses, type Ran } from './mcptc.test.support.js';
import { getFile, startServed, type Served } from './served.test.support.js';
import {
  startBridge,
  listBroken,
  everything,
  failed,
  listFragile,
  warned,
} from './third-party.test.support.js';

/** Packages that put a server on WebSocket and gRPC. What they get wrong is listed here, each with its sentence. */
const PATIENCE = 300_000;
/** For what never comes: the bridge loses replies. */
const IMPATIENT = '--request-timeout=3s';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-party-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs against a server while it is up. */
async function against(started: Promise<Served>, ...args: string[]): Promise<Ran> {
  const server = await started;
  try {
    return await runCommandLine(folder, ...args, server.url);
  } finally {
    await server.stop();
  }
}

/** What `server-everything` itself gets wrong, whatever carries it: so does it over stdio. */
const EVERYTHING = [
  // No `argument`: its SDK lets the failed parse end in -32603 (2025-11-25, completion, "Error Handling").
  'completion.missing-argument-code',
  // The same (2025-11-25, basic, "Messages", hence JSON-RPC 2.0, 5.1).
  'jsonrpc.invalid-params',
  // The same, for a level that does not exist (2025-11-25, logging, "Error Handling").
  'logging.invalid-level-code',
  // It takes a cursor that it never gave for the first page (2025-11-25, pagination, "Error Handling").
  'pagination.invalid-cursor',
  // -32602 instead of -32002 (2025-11-25, resources, "Error Handling").
  'resources.not-found-code-legacy',
  // A result with `isError` (2025-11-25, tools, "Error Handling": unknown tools are protocol errors).
  'tools.unknown-is-protocol-error',
];

/** What comes of `ws` as it is when nobody configures it. Sentences of our own page only warn who does not claim it. */
const PLAIN_WS = [
  // Any `Origin` is served (RFC 6455, 10.2: 403 is recommended).
  'rfc6455.origin-verified',
  // A binary message is read as if it were text.
  'websocket.binary-refused',
  // It agrees to the first subprotocol that is offered, whatever it is, and so not to `mcp` behind another one.
  'websocket.foreign-subprotocol-refused',
  'websocket.origin-refused',
  'websocket.subprotocol-named',
];

describe('server-everything over mcp-websocket-transport', () => {
  it(
    'conforms, with the warnings that it has over stdio too',
    async () => {
      const ran = await against(startServed('third-party/websocket.js'));
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran)).toEqual([]);
      expect(warned(ran)).toEqual([...EVERYTHING, ...PLAIN_WS].sort());
      // What has a field that it does not know is dropped without a word. Nor is the `Host` looked at.
      expect([...new Set(listFragile(ran))]).toEqual([
        'base.unknown-fields-tolerated',
        'robustness.websocket-foreign-host',
      ]);
      expect(countPasses(ran)).toBeGreaterThan(200);
      expect(ran.code).toBe(0);
    },
    PATIENCE,
  );
});

/** Whatever is no reply goes to all its clients: here progress, and the server's requests as well. */
const TELLS_EVERYBODY = 'websocket.server-messages-stay';
/** What then comes to a client that never asked for it, where another one is there at the time. */
const MEANT_FOR_OTHERS = [
  'apart.progress',
  'client.only-negotiated-requests',
  'lifecycle.no-early-requests',
  'progress.increases',
  'progress.only-with-token',
  'progress.stops-after-completion',
  'progress.token-echoed',
  'subscriptions.acknowledged-first',
  'subscriptions.id-carried',
  'subscriptions.only-requested',
];

describe('supergateway', () => {
  it(
    'loses ids that are text, and tells every client what is meant for one',
    async () => {
      const ran = await against(startBridge(everything, 'stdio'), IMPATIENT);
      expect(listBroken(ran)).toEqual([]);
      // It reads every id as a number, so that one in text comes back as null: 2025-11-25, basic, "Result Responses".
      const own = failed(ran).filter((id) => !MEANT_FOR_OTHERS.includes(id));
      expect(own).toEqual(['jsonrpc.id-echoed', 'jsonrpc.request-answered', 'wire.schema']);
      const warnings = warned(ran).filter((id) => !MEANT_FOR_OTHERS.includes(id));
      expect(warnings).toEqual([...EVERYTHING, ...PLAIN_WS, TELLS_EVERYBODY].sort());
      // The server behind it gives up at 10 MiB, and then nobody listens for the error of writing to it.
      expect([...new Set(listFragile(ran))]).toEqual([
        'base.unknown-fields-tolerated',
        'robustness.websocket-foreign-host',
        'robustness.websocket-huge-message',
      ]);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
  it(
    'loses what the client answers, and what it cancels, on the way to a server that conforms',
    async () => {
      const cases = '--scenario=shared/elicitation/answer,shared/cancellation/slow-request';
      const ran = await against(startBridge(getFile('reference/legacy.js'), '--stdio'), IMPATIENT, cases);
      expect(listBroken(ran)).toEqual([]);
      // It puts a name of its own before the id of every message, also of a response: the server waits for ever.
      expect(failed(ran)).toEqual(['jsonrpc.request-answered']);
      // It leaves `requestId` as it is, which then names no request (2025-11-25, cancellation, "Behavior Requirements").
      expect(warned(ran)).toEqual(['cancellation.not-answered']);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
  it(
    'tells every client the progress and the requests that are meant for one',
    async () => {
      const cases = '--scenario=websocket/server-messages';
      const ran = await against(startBridge(getFile('reference/legacy.js'), '--stdio'), IMPATIENT, cases);
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran)).toEqual(['progress.only-with-token']);
      expect(warned(ran)).toEqual([TELLS_EVERYBODY]);
      const [check] = ran.result.cases.flatMap(({ checks }) =>
        checks.filter(({ requirement }) => requirement === TELLS_EVERYBODY),
      );
      // Progress, elicitation and sampling, one message of each.
      expect(check?.seen).toHaveLength(3);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
});

/** What is not seen each time, because one request waits for the other at its typed service. */
const BEHIND_SLOW_CALLS = [
  // None of the kinds of content is set: a comment of the proto.
  'google.prompt-message-of-one-kind',
  // A token that nobody sent, and that is empty: 2025-11-25, progress, "Progress Flow".
  'progress.only-with-token',
];

describe('server-everything over mcp-grpc-transport', () => {
  it(
    'fails a health check through its tunnel, and nothing else',
    async () => {
      const ran = await against(startServed('third-party/grpc.js'), '--set=grpc.profile=mcp-grpc-transport');
      expect(listBroken(ran)).toEqual([]);
      // OK and SERVICE_UNKNOWN, which is for Watch, in place of NOT_FOUND: health-checking.md and its .proto.
      expect(failed(ran)).toEqual(['grpc.health-unknown-service']);
      expect(warned(ran)).toEqual(
        [
          ...EVERYTHING,
          // Sentences of our own page: what cannot be read is dropped in silence, and so is the stream's end.
          'grpc.empty-frame',
          'grpc.half-close-answered',
          'grpc.invalid-request-answered',
          'grpc.large-id-answered',
          'grpc.malformed-frame-status',
          'grpc.parse-error',
          // Nothing comes before the first message, so that who waits for the metadata waits for ever.
          'grpc.session-metadata-at-once',
        ].sort(),
      );
      expect(countPasses(ran)).toBeGreaterThan(150);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
  it(
    'loses schemas and the messages of prompts through its typed service',
    async () => {
      const ran = await against(startServed('third-party/grpc.js'), '--set=grpc.profile=google');
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran).filter((id) => !BEHIND_SLOW_CALLS.includes(id))).toEqual([
        'grpc.health-unknown-service',
        // Its token is sent empty: 2025-11-25, progress, "Progress Flow".
        'progress.token-echoed',
        // A message of no bytes in place of role and text (2025-11-25, prompts, "PromptMessage").
        'prompts.get-answered',
        // Each value of each Struct is sent empty: 2025-11-25, tools, "Tool".
        'tools.input-schema-object',
        'tools.schema-valid',
      ]);
      expect(warned(ran)).toEqual([
        'completion.missing-argument-code',
        // It serves nobody who names no version: our own page.
        'google.version-optional',
        'tools.unknown-is-protocol-error',
      ]);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
});

describe('our fixtures over mcp-grpc-transport', () => {
  it(
    'are lost at a half-close and by large ids, and go on after a deadline, in its tunnel',
    async () => {
      const ran = await against(
        startServed('third-party/grpc-fixture.js'),
        '--set=grpc.profile=mcp-grpc-transport',
        '--scenario=grpc',
      );
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran)).toEqual(['grpc.health-unknown-service']);
      expect(warned(ran)).toEqual([
        // It hears of the RPC's end from a half-close alone, and a deadline is none: grpc.io, guides, "Cancellation".
        'grpc.deadline-reaches-tool',
        'grpc.empty-frame',
        // It ends the stream at once, and drops what is at work: our own page.
        'grpc.half-close-answered',
        'grpc.invalid-request-answered',
        // Its SDK takes no integer beyond 2^53, and what it does not take is dropped in silence: JSON-RPC 2.0, section 5.
        'grpc.large-id-answered',
        'grpc.malformed-frame-status',
        'grpc.parse-error',
        'grpc.session-metadata-at-once',
      ]);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
  it(
    'are called one after the other, and never stopped, by its typed service',
    async () => {
      const cases = [
        'grpc-google/cancel-reaches-tool',
        'grpc-google/deadline-reaches-tool',
        'grpc-google/refusals',
        'grpc-google/side-by-side',
        'shared/concurrency/slow-request',
        'shared/prompts',
        'shared/tools/safe-calls',
        'shared/tools/unknown-tool',
      ];
      const ran = await against(
        startServed('third-party/grpc-fixture.js'),
        '--set=grpc.profile=google',
        `--scenario=${cases.join(',')}`,
      );
      expect(listBroken(ran)).toEqual([]);
      expect(failed(ran)).toEqual([
        // A message of no bytes in place of role and content: 2025-11-25, prompts, "PromptMessage".
        'prompts.arguments-used',
        'prompts.embedded-resource',
        'prompts.get-answered',
        'prompts.image',
        // Each value of each Struct is sent empty: 2025-11-25, tools, "Structured Content".
        'tools.structured-content-valid',
      ]);
      expect(warned(ran)).toEqual([
        // One request at a time for all clients: our own page.
        'grpc.calls-side-by-side',
        // Its handler listens for neither: grpc.io, guides, "Cancellation".
        'grpc.cancel-reaches-tool',
        'grpc.deadline-reaches-tool',
        // Of all codes -32602 alone has a status, and INTERNAL stands for the rest: grpc.io, guides, "Status Codes".
        'grpc.refusal-status',
        'tools.structured-content-as-text',
        // Whatever a call is refused with becomes a result: 2025-11-25, tools, "Error Handling".
        'tools.unknown-is-protocol-error',
      ]);
      expect([...new Set(listFragile(ran))]).toEqual(['base.slow-request-blocks-nothing']);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
});
