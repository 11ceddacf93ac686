import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { listContradictions } from '../../reports/result/verify/result.js';
import { runCommandLine, listComplaints, type Ran } from '../mcptc.test.support.js';

const PATIENCE = 120_000;

/**
 * Right, until it is posted a response: then it ends at once (`dies`), or answers nothing any more (`hangs`). `slow`: it takes
 * its time for each request.
 */
const HTTP = `
  import { createServer } from 'node:http';
  import { setTimeout } from 'node:timers/promises';
  const [fault] = process.argv.slice(2);
  let hangs = false;
  createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', async () => {
      if (hangs) return;
      if (fault === 'slow') await setTimeout(3_000);
      const end = (status, document) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
      if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
      const { id, method, params } = JSON.parse(text);
      if (method === undefined && fault === 'hangs') hangs = true;
      if (method === undefined && fault === 'dies') {
        console.error('TypeError: nobody asked this');
        return response.writeHead(202).end(() => process.exit(7));
      }
      if (method === undefined || id === undefined) return response.writeHead(202).end();
      const serverInfo = { name: 'mortal', version: '1' };
      const results = {
        initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo },
        ping: {},
        'tools/list': { tools: [] },
      };
      if (!Object.hasOwn(results, method)) return end(200, { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } });
      end(200, { jsonrpc: '2.0', id, result: results[method] });
    });
  }).listen(Number(process.env.PORT ?? 0), '127.0.0.1', function () { console.log(this.address().port); });`;

/** Ends on a method that it does not know, and says why. */
const STDIO = `
  import { createInterface } from 'node:readline';
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    if (id === undefined || method === undefined) return;
    if (!['initialize', 'ping', 'tools/list'].includes(method)) {
      console.error('TypeError: rows is undefined');
      process.exit(7);
    }
    const serverInfo = { name: 'mortal', version: '1' };
    const initialize = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
    const result = { initialize, ping: {}, 'tools/list': { tools: [] } }[method];
    console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });`;

/** A server that forgot to handle the errors of its sockets: a broken frame ends the process. */
const WEBSOCKET = (ws: string) => `
  import ws from '${ws}';
  const server = new ws.WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'mcp' });
  server.on('listening', () => console.log(server.address().port));
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, method } = (() => { try { return JSON.parse(data.toString()); } catch { return {}; } })();
      if (id === undefined || method === undefined) return;
      const serverInfo = { name: 'mortal', version: '1' };
      const initialize = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
      const results = { __proto__: null, initialize, ping: {}, 'tools/list': { tools: [] } };
      const reply = results[method] === undefined ? { error: { code: -32601, message: 'no' } } : { result: results[method] };
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...reply }));
    });
  });`;

/** A tunnel that ends on bytes that are no frame. Text and length of a frame stand behind one byte each, or two for the length. */
const GRPC = (grpc: string) => `
  import grpc from '${grpc}';
  const pass = (bytes) => bytes;
  const read = (frame) => JSON.parse(frame.subarray(frame[1] < 128 ? 2 : 3).toString());
  const write = (document) => {
    const json = Buffer.from(JSON.stringify(document));
    const length = json.length < 128 ? [json.length] : [json.length & 127 | 128, json.length >> 7];
    return Buffer.concat([Buffer.from([10, ...length]), json]);
  };
  const server = new grpc.Server();
  server.addService(
    { Session: { path: '/mcp.tunnel.v1.McpTunnel/Session', requestStream: true, responseStream: true,
      requestSerialize: pass, requestDeserialize: pass, responseSerialize: pass, responseDeserialize: pass } },
    { Session(call) {
      call.sendMetadata(new grpc.Metadata());
      call.on('data', (frame) => {
        const { id, method } = read(frame);
        if (id === undefined || method === undefined) return;
        const serverInfo = { name: 'mortal', version: '1' };
        const initialize = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
        const results = { __proto__: null, initialize, ping: {}, 'tools/list': { tools: [] } };
        const reply = results[method] === undefined ? { error: { code: -32601, message: 'no' } } : { result: results[method] };
        call.write(write({ jsonrpc: '2.0', id, ...reply }));
      });
      call.on('end', () => call.end());
    } },
  );
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_, port) => console.log(port));`;

const SELECTED = [
  '--scenario',
  'streamable-http/response-accepted,streamable-http/reply-content-type,shared/lifecycle',
];
const KILLER = 'streamable-http/2025-11-25/streamable-http/response-accepted';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dies-'));
  await writeFile(join(folder, 'http.mjs'), HTTP);
  await writeFile(join(folder, 'stdio.mjs'), STDIO);
  const find = (name: string): string => pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
  await writeFile(join(folder, 'websocket.mjs'), WEBSOCKET(find('ws')));
  await writeFile(join(folder, 'grpc.mjs'), GRPC(find('@grpc/grpc-js')));
  for (const fault of ['dies', 'hangs', 'right']) {
    const command = JSON.stringify([process.execPath, join(folder, 'http.mjs'), fault]);
    const url = 'http://127.0.0.1:${PORT}/mcp';
    await writeFile(
      join(folder, `${fault}.yaml`),
      `target: mortal\ntransports:\n  streamable-http: { command: ${command}, url: "${url}" }\n`,
    );
  }
});
afterAll(() => rm(folder, { recursive: true }));

const byCommand = (fault: string, ...args: string[]): Promise<Ran> =>
  runCommandLine(
    folder,
    ...SELECTED,
    '--revision',
    '2025-11-25',
    '--config',
    join(folder, `${fault}.yaml`),
    ...args,
  );

/** Against a server that somebody else runs: it is not started again. `url`: its address, but for the port. */
async function byUrl(script: string, url: (port: string) => string, ...args: string[]): Promise<Ran> {
  const [file = '', ...rest] = script.split(' ');
  const server = spawn(process.execPath, [join(folder, file), ...rest], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(server, 'exit');
  const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const ran = await runCommandLine(folder, ...args, '--revision', '2025-11-25', url(port));
  server.kill('SIGKILL');
  await exited;
  return ran;
}

const HTTP_URL = (port: string): string => `http://127.0.0.1:${port}/mcp`;

const blamed = (ran: Ran) => listComplaints(ran).map((one) => [one.case, one.requirement]);
const unrun = ({ result }: Ran) => result.cases.filter(({ status }) => status === 'not-verified');

describe('a target that dies', () => {
  it(
    'of one case is started again, and goes on; the case is found out and charged with the exit code and stderr',
    async () => {
      const ran = await byCommand('dies');
      expect(blamed(ran)).toEqual([[KILLER, 'jsonrpc.request-answered']]);
      expect(listComplaints(ran)[0]?.received).toMatch(
        /exited with code 7; its stderr ends with:\nTypeError: nobody/,
      );
      expect({ code: ran.code, complete: ran.result.run.complete }).toEqual({ code: 1, complete: true });
      expect(unrun(ran)).toEqual([]);
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'and was started by somebody else makes the run incomplete, and exit 1',
    async () => {
      // What may kill runs by itself, after everything else: so there is no doubt, and something left to run.
      const ran = await byUrl(
        'http.mjs dies',
        HTTP_URL,
        ...SELECTED,
        '--scenario',
        'streamable-http/wrong-content-type',
      );
      const { run } = ran.result;
      expect(blamed(ran)).toEqual([[KILLER, 'jsonrpc.request-answered']]);
      expect(listComplaints(ran)[0]?.received).toMatch(
        /after streamable-http\/response-accepted(?: \(told since it was last heard: [^)]+\))?: it takes no/,
      );
      expect({ code: ran.code, complete: run.complete }).toEqual({ code: 1, complete: false });
      expect(run.stoppedBy).toContain('a target that stopped answering on streamable-http after ');
      expect(unrun(ran).length).toBeGreaterThan(0);
      expect(new Set(unrun(ran).map(({ reason }) => reason))).toEqual(
        new Set([expect.stringMatching(/^target stopped answering after /)]),
      );
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'on stdio is named with its exit code and its last words',
    async () => {
      const only = [
        '--scenario',
        'shared/messages/unknown-method,shared/lifecycle/ping',
        '--revision',
        '2025-11-25',
      ];
      const ran = await runCommandLine(folder, ...only, '--', process.execPath, join(folder, 'stdio.mjs'));
      expect(ran.code).toBe(1);
      const found = listComplaints(ran).find(({ requirement }) => requirement === 'jsonrpc.request-answered');
      expect(found).toMatchObject({
        case: 'stdio/2025-11-25/shared/messages/unknown-method',
        received: expect.stringMatching(
          /after shared\/messages\/unknown-method \(told since it was last heard: notifications\/initialized, mcptc\/no-such-method\): it exited with code 7; its stderr ends with:\nTypeError: rows/,
        ),
      });
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'only in silence is ended and started again',
    async () => {
      const ran = await byCommand('hangs', '--request-timeout', '1s', '--start-timeout', '1s');
      expect(blamed(ran)).toEqual([[KILLER, 'jsonrpc.request-answered']]);
      expect(listComplaints(ran)[0]?.received).toMatch(/no longer answers/);
      expect({ code: ran.code, unrun: unrun(ran) }).toEqual({ code: 1, unrun: [] });
    },
    PATIENCE,
  );

  it.each([
    [
      'websocket',
      'websocket/broken-control-frames',
      'websocket/malformed',
      (port: string) => `ws://127.0.0.1:${port}/mcp`,
    ],
    ['grpc', 'grpc/malformed-frames', 'grpc/unknown-method', (port: string) => `grpc://127.0.0.1:${port}`],
  ] as const)(
    'at a URL of %s is named with the case, and no other case is charged with it',
    async (name, killer, next, url) => {
      const others = 'shared/lifecycle,shared/messages/unknown-method';
      const ran = await byUrl(`${name}.mjs`, url, '--scenario', `${killer},${next},${others}`);
      const { cases, run } = ran.result;
      const charged = cases.flatMap(({ scenario, checks, reason }) =>
        checks.some(({ verdict, received = '' }) => verdict === 'fail' && /stopped answering/.test(received))
          ? [[scenario, reason]]
          : [],
      );
      expect(charged).toEqual([[killer, expect.stringMatching(/^this case ran alone/)]]);
      expect({ code: ran.code, complete: run.complete }).toEqual({ code: 1, complete: false });
      expect(unrun(ran).length).toBeGreaterThan(0);
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'is not what one is that takes longer than requests may',
    async () => {
      const patience = ['--request-timeout', '1s', '--start-timeout', '10s'];
      const ran = await byUrl('http.mjs slow', HTTP_URL, '--scenario', 'shared/lifecycle/ping', ...patience);
      expect(blamed(ran)).toEqual(expect.arrayContaining([[expect.anything(), 'jsonrpc.request-answered']]));
      expect(JSON.stringify(ran.result)).not.toContain('stopped answering');
      expect({ complete: ran.result.run.complete, unrun: unrun(ran) }).toEqual({ complete: true, unrun: [] });
    },
    PATIENCE,
  );

  it(
    'is not what one is that lives',
    async () => {
      const [started, there] = [
        await byCommand('right'),
        await byUrl('http.mjs right', HTTP_URL, ...SELECTED),
      ];
      expect([started.code, there.code, ...blamed(started), ...blamed(there)]).toEqual([0, 0]);
    },
    PATIENCE,
  );
});
