// `npm run bench`: figures as ratios, all from one run, because machines differ and drift. Nothing here passes or fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { padToWidth } from '../../reports/text/width.js';
import { benched, timeFirstVerdict } from './containers.js';
import { runOnReference } from './reference.js';
import { timeRenderings } from './render.js';
import { connectViaAdapter } from './adapter.js';
import { connectBareGrpc } from './bare/grpc.js';
import { connectBareGoogle } from './bare/grpc-google.js';
import { connectBareHttp } from './bare/http.js';
import { connectBareStdio } from './bare/stdio.js';
import { connectBareWebSocket } from './bare/websocket.js';
import { ECHO, startEcho } from './server.js';
import { makeCall, type EchoClient } from './waiting.js';

/** Rounds of each pair; clients take turns, so that a drift of the machine hits both. */
const ROUNDS = 7;
const ROUND_TRIPS = 400;
const BULK = { messages: 64, bytes: 256 * 1024, inFlight: 8 };
const STARTS = 5;

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function roundTrips(client: EchoClient): Promise<void> {
  for (let i = 0; i < ROUND_TRIPS; i++) await client.ask({ n: i });
}

async function bulk(client: EchoClient): Promise<void> {
  const text = 'x'.repeat(BULK.bytes);
  let left = BULK.messages;
  const worker = async () => {
    while (left-- > 0) await client.ask({ text });
  };
  await Promise.all(Array.from({ length: BULK.inFlight }, worker));
}

async function compare(
  name: string,
  ours: () => Promise<EchoClient>,
  bare: () => Promise<EchoClient>,
): Promise<void> {
  const clients = [await ours(), await bare()] as const;
  for (const [what, work, unit] of [
    ['round trip', roundTrips, (ms: number) => `${((ms / ROUND_TRIPS) * 1000).toFixed(0)} µs`],
    [
      'throughput',
      bulk,
      (ms: number) => `${((BULK.messages * BULK.bytes) / 1048.576 / ms).toFixed(0)} MiB/s`,
    ],
  ] as const) {
    for (const client of clients) await work(client);
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const side of [0, 1] as const) times[side].push(await timed(() => work(clients[side])));
    }
    const [a, b] = [median(times[0]), median(times[1])];
    const ratios = times[0].map((ms, round) => ms / (times[1][round] ?? NaN));
    print(`${name} ${what}`, `${median(ratios).toFixed(2)} × bare client`, `${unit(a)} against ${unit(b)}`);
  }
  await Promise.all(clients.map((client) => client.close()));
}

/** From the start of our process to the moment the target's process runs, in milliseconds. */
async function startUp(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'mcptc-bench-'));
  const stamp = join(folder, 'stamp');
  const cli = new URL('../cli/main.js', import.meta.url).pathname;
  try {
    const started = Date.now();
    const child = spawn(
      process.execPath,
      [cli, 'run', '--quiet', '--start-timeout', '2s', '--', 'sh', '-c', `date +%s%N >> ${stamp}`],
      { stdio: 'ignore', cwd: folder },
    );
    await once(child, 'exit');
    const first = (await readFile(stamp, 'utf8')).split('\n')[0] ?? '';
    return Number(first) / 1e6 - started;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(what: string, figure: string, detail: string): void {
  process.stdout.write(`${padToWidth(what, 30)} ${padToWidth(figure, 22)} ${detail}\n`);
}

const starts: number[] = [];
for (let i = 0; i < STARTS; i++) starts.push(await startUp());
print(
  'start-up to first target',
  `${median(starts).toFixed(0)} ms`,
  `median of ${STARTS}, goal under 300 ms`,
);

await compare(
  'stdio',
  () => connectViaAdapter('stdio', { command: process.execPath, args: [ECHO], env: {} }),
  connectBareStdio,
);
const [http, websocket, grpc, google] = await Promise.all([
  startEcho('--http'),
  startEcho('--ws'),
  startEcho('--grpc'),
  startEcho('--google'),
]);
await compare(
  'streamable-http',
  () => connectViaAdapter('streamable-http', { url: http.url, headers: {} }),
  () => connectBareHttp(http.url),
);
await compare(
  'websocket',
  () => connectViaAdapter('websocket', { url: websocket.url, headers: {}, profile: 'mcp' }),
  () => connectBareWebSocket(websocket.url),
);
await compare(
  'grpc',
  () => connectViaAdapter('grpc', { address: grpc.url, metadata: {}, preset: 'tunnel' }),
  () => connectBareGrpc(grpc.url),
);
await compare(
  'grpc-google',
  () => connectViaAdapter('grpc-google', { address: google.url, metadata: {} }, makeCall),
  () => connectBareGoogle(google.url),
);
await Promise.all([http, websocket, grpc, google].map((server) => server.stop()));

const sequential = await runOnReference(1);
const concurrent = await runOnReference(4);
print(
  'checks, one at a time',
  `${sequential.perSecond.toFixed(0)} per second`,
  `${sequential.checks} checks`,
);
print(
  'checks, four at a time',
  `${concurrent.perSecond.toFixed(0)} per second`,
  `${concurrent.checks} checks`,
);
print('concurrent / sequential', `${(concurrent.perSecond / sequential.perSecond).toFixed(2)} ×`, '');

for (const { format, ms, ratio } of timeRenderings()) {
  print(`report, ${format}`, `${ratio.toFixed(2)} × JSON`, `${ms.toFixed(0)} ms for 10,000 hostile checks`);
}

/** Starts of each kind; the first of all is not counted, because it builds the image. */
const VERDICTS = 5;
if ((await timeFirstVerdict('stdio', true)) === undefined) {
  print('first verdict in a container', 'not measured', 'no container engine answers');
} else {
  for (const transport of benched) {
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < VERDICTS; round++) {
      for (const side of [0, 1] as const) {
        times[side].push((await timeFirstVerdict(transport, side === 0)) ?? NaN);
      }
    }
    const [contained, local] = [median(times[0]), median(times[1])];
    print(
      `first verdict, ${transport}`,
      `${(contained / local).toFixed(2)} × process`,
      `${contained.toFixed(0)} ms in a container against ${local.toFixed(0)} ms`,
    );
  }
}
