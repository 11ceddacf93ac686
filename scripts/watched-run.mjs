// Starts runs for the measuring scripts, and finds what they leave behind: processes, containers and networks. Linux.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../', import.meta.url));
export const main = join(root, 'dist/harness/cli/main.js');
/** The variable by which a process of a run is known, whoever started it. */
const MARK = 'MCPTC_MEASURED';
/** What the end of a run's output shows. */
const SAID = 4_096;
const LOOK_MS = 100;

/** Starts `mcptc run` in a new folder, with a config. */
export function startRun(folder, config, args, env = {}) {
  mkdirSync(folder, { recursive: true });
  const mark = randomUUID();
  const marked = { ...config, env: { ...config.env, [MARK]: mark } };
  writeFileSync(join(folder, 'mcptc.yaml'), JSON.stringify(marked));
  const began = performance.now();
  const child = spawn(process.execPath, [main, 'run', '--quiet', ...args], {
    cwd: folder,
    env: { ...process.env, ...env, [MARK]: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-SAID)));
  // Not `close`: a child that holds on to what it inherited would keep that back.
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code,
    signal,
    ms: performance.now() - began,
    said: said.trim(),
  }));
  return { child, pid: child.pid, mark, ended, resultFile: join(folder, '.mcptc', 'result.json') };
}

/** What a run left, once it has had time to put it away: a line for each thing. */
export async function listLeft({ mark, pid }, withinMs) {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const left = [...listProcesses(mark), ...listOnEngine(pid)];
    if (left.length === 0 || performance.now() > endsAt) return left;
    await waitFor(LOOK_MS);
  }
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Processes that inherited the mark of a run, in containers as well. */
const listProcesses = (mark) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`${MARK}=${mark}`))
    .map((name) => `process ${read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')}`);

/** Containers in any state, and networks, with the label of a run. */
function listOnEngine(pid) {
  if (!hasEngine) return [];
  const filter = ['--filter', 'label=mcptc', '--format', '{{.ID}} {{.Labels}}'];
  const of = new RegExp(`mcptc\\.runner=([^/,]*/){3}${pid}/`);
  return [
    ['ps', '--all'],
    ['network', 'ls'],
  ].flatMap((list) =>
    execFileSync('docker', [...list, ...filter], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => of.test(line))
      .map((line) => `${list[0] === 'ps' ? 'container' : 'network'} ${line.split(' ')[0]}`),
  );
}

/** Whether an engine answers; without one, only processes are measured. */
export const hasEngine = (() => {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
})();

/** The image of the reference server, as blocks of a config: on its pipes and at a port. */
export function makeImage(folder) {
  const base = execFileSync(process.execPath, [join(root, 'scripts/base-image.mjs')], { encoding: 'utf8' });
  cpSync(join(root, 'dist/images/dual-era'), folder, { recursive: true });
  const image = {
    dockerfile: join(folder, 'Dockerfile'),
    buildArgs: { BASE_IMAGE: base.trim().split(' ')[0] },
  };
  return {
    stdio: image,
    'streamable-http': { ...image, command: ['--host', '0.0.0.0', '--http-port', '3000'], port: 3000 },
  };
}

/** What a run found, in an order of its own, without what may differ. */
export const listVerdicts = ({ cases }) =>
  cases
    .flatMap(({ transport, revision, scenario, checks }) =>
      checks.map(({ requirement, verdict }) =>
        [transport, revision, scenario, requirement, verdict].join(' '),
      ),
    )
    .sort();
