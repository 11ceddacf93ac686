// `npm run gallery [NAME…]`: runs the servers of containers/servers/gallery/, made with the official SDKs of other languages or
// for the native gRPC service, in containers, and keeps what was found in reports/gallery/. Every failure and warning has to be defended in the server's
// findings.yaml, and what is defended has to be there. A server whose toolchain is not on this machine is left out, with the
// reason.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { trimResult } from '../dist/reports/result/trim.js';
import { withDigest } from '../dist/reports/result/digest.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const servers = join(root, 'containers/servers/gallery');
const reports = join(root, 'reports/gallery');
/** What a build script exits with where it lacks its tools (EX_UNAVAILABLE). */
const UNAVAILABLE = 69;
/** Bytes of JSON: what defends a finding stays whole as long as it can. */
const LIMIT = 1024 * 1024;
const FROM_REGISTRY = process.env.BASE_IMAGE_FROM_REGISTRY === '1';

const named = process.argv.slice(2);
const names = readdirSync(servers).filter((name) => named.length === 0 || named.includes(name));
const scratch = mkdtempSync(join(tmpdir(), 'mcptc-gallery-'));
let wrong = 0;
try {
  for (const name of names) wrong += show(name);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;

/** Builds, runs and writes down one server. Returns how much is wrong. */
function show(name) {
  if (name === 'grpc-java' && !FROM_REGISTRY) {
    console.log(`${name}: left out: the images that are made of this machine have no Java`);
    return 0;
  }
  const context = join(scratch, name);
  mkdirSync(context);
  const built = spawnSync('/bin/sh', [join(servers, name, 'build.sh'), context], { encoding: 'utf8' });
  if (built.status === UNAVAILABLE) {
    console.log(`${name}: left out: ${built.stderr.trim()}`);
    return 0;
  }
  if (built.status !== 0) throw new Error(`${name}: ${built.stderr.slice(-2_000)}`);
  const result = run(name, context);
  const findings = parse(readFileSync(join(servers, name, 'findings.yaml'), 'utf8'));
  const { undefended, stale } = compare(result, findings);
  for (const one of undefended) console.error(`${name}: nobody defends ${one}`);
  for (const one of stale)
    console.error(`${name}: delete from findings.yaml what is not found any more: ${one}`);
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, `${name}.json`), `${JSON.stringify(withDigest(trimResult(result, LIMIT)))}\n`);
  writeFileSync(join(reports, `${name}.md`), page(name, result, findings));
  console.log(`${name}: ${rows(result).length} findings, in ${(result.run.durationMs / 1000).toFixed(1)} s`);
  return undefended.length + stale.length;
}

/** Those of the native gRPC service have it alone. */
const isNative = (name) => name.startsWith('grpc-');

/** Runs it in containers, on the transports that the SDK has. */
function run(name, context) {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const image = { dockerfile: join(context, 'Dockerfile'), ...base(name) };
  const config = isNative(name)
    ? { target: name, transports: { grpc: { ...image, port: 3000, profile: 'google' } } }
    : {
        target: `${name} SDK`,
        transports: {
          stdio: image,
          'streamable-http': { ...image, command: ['--http-port', '3000'], port: 3000, path: '/mcp' },
        },
      };
  writeFileSync(join(folder, 'mcptc.yaml'), JSON.stringify(config));
  const main = join(root, 'dist/harness/cli/main.js');
  // What breaks machines is another matter: here the SDK's conversation is looked at.
  const args = [
    'run',
    '--seed',
    '1',
    '--quiet',
    '--report',
    'json=result.json',
    '--scenario',
    isNative(name) ? 'shared,grpc,grpc-google' : 'shared,stdio,streamable-http',
  ];
  const ran = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ran.status !== 0 && ran.status !== 1) throw new Error(`${name}: the run exited with ${ran.status}`);
  const text = readFileSync(join(folder, 'result.json'), 'utf8');
  // What is kept names no folder of the machine that it was made on.
  return JSON.parse(text.replaceAll(scratch, ''));
}

/** Where no registry is in reach, the image is made of what this machine has. */
function base(name) {
  if (FROM_REGISTRY) return {};
  const kind = name.endsWith('python') ? 'python' : 'node';
  const [script, flags] = [join(root, 'scripts/base-image.mjs'), kind === 'python' ? ['--python'] : []];
  execFileSync(process.execPath, [script, ...flags], { stdio: 'ignore' });
  return { buildArgs: { BASE_IMAGE: `mcptc-base/${kind}` } };
}

/** Every violation by requirement, transport, revision and verdict. */
function rows(result) {
  const found = new Map();
  for (const one of result.cases) {
    for (const { requirement, verdict } of one.checks) {
      if (verdict !== 'fail' && verdict !== 'warn') continue;
      const row = { requirement, transport: one.transport, revision: one.revision, verdict };
      found.set(Object.values(row).join(' '), row);
    }
  }
  return [...found.values()];
}

function defends(finding, row) {
  return (
    finding.requirement === row.requirement &&
    finding.verdict === row.verdict &&
    finding.transports.includes(row.transport) &&
    finding.revisions.includes(row.revision)
  );
}

function compare(result, findings) {
  const found = rows(result);
  const undefended = found
    .filter((row) => !findings.some((finding) => defends(finding, row)))
    .map((row) => Object.values(row).join(' '));
  // What the server does now and then is found now and then.
  const stale = findings
    .filter((finding) => finding.flaky !== true && !found.some((row) => defends(finding, row)))
    .map(({ requirement, transports }) => `${requirement} on ${transports.join(', ')}`);
  return { undefended, stale };
}

function page(name, result, findings) {
  const { serverInfo, transports } = result.target;
  const lines = [
    `# ${name}: ${serverInfo?.name ?? 'a server'} ${serverInfo?.version ?? ''}`.trimEnd(),
    '',
    `Made by \`npm run gallery\` on ${result.run.startedAt.slice(0, 10)}, with version ${result.tool.version}, in containers. The whole result: [${name}.json](${name}.json).`,
    '',
    '| transport | revision | pass | fail | warn | not verified |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.keys(transports).flatMap((transport) =>
      Object.entries(result.summary[transport] ?? {}).map(
        ([revision, counts]) =>
          `| ${transport} | ${revision} | ${counts.pass} | ${counts.fail} | ${counts.warn} | ${counts['not-verified']} |`,
      ),
    ),
    '',
    '## What it gets wrong, and why that verdict stands',
    '',
    ...findings.map(({ requirement, verdict, transports: on, revisions, why, link }) => {
      const where = `${on.join(', ')}; ${revisions.join(', ')}`;
      return `- **${requirement}** (${verdict}; ${where}): ${why.trim()}${link === undefined ? '' : ` [upstream](${link})`}`;
    }),
    '',
  ];
  return lines.join('\n');
}
