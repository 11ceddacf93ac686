// What of this machine goes into a base image: entries for tar.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** What waits for a container run inside: testcontainers looks for open ports with these; scripts begin with `env`. */
const TOOLS = { sh: 'bin', cat: 'bin', awk: 'bin', grep: 'bin', env: 'usr/bin' };
/** Parts of a Python that no server needs, or that are not its own. */
const LEFT_OUT =
  /^(__pycache__|tests?|idlelib|ensurepip|lib2to3|tkinter|turtledemo|config-.*|site-packages|dist-packages|_tkinter\..*|_test.*\.so|.*\.pyc)$/;

const text = (data) => ({ mode: 0o644, data: Buffer.from(data) });
const file = (path, mode) => ({ mode, data: readFileSync(path) });

export function nodeFiles() {
  const tools = Object.entries(TOOLS).map(([name, folder]) => [`${folder}/${name}`, which(name)]);
  const programs = [['usr/local/bin/node', process.execPath], ...tools];
  return new Map([
    ...libraries(programs.map(([, path]) => path)),
    ...programs.map(([inside, path]) => [inside, file(path, 0o755)]),
    ['etc/passwd', text('root:x:0:0:root:/root:/bin/sh\nnode:x:10001:10001::/tmp:/bin/sh\n')],
    ['etc/group', text('root:x:0:\nnode:x:10001:\n')],
    ['etc/nsswitch.conf', text('hosts: files dns\n')],
    ['root', { mode: 0o700 }],
    ['tmp', { mode: 0o1777 }],
    ...(existsSync(CERTIFICATES) ? [[CERTIFICATES.slice(1), file(CERTIFICATES, 0o644)]] : []),
  ]);
}

/** A layer above that of Node, without what is there already. */
export function pythonFiles(below) {
  const [program, prefix, library] = JSON.parse(
    execFileSync('python3', [
      '-Ic',
      'import json, os, sys, sysconfig; print(json.dumps([os.path.realpath(sys.executable), sys.base_prefix, sysconfig.get_path("stdlib", vars={"base": sys.base_prefix, "installed_base": sys.base_prefix})]))',
    ]),
  );
  const modules = [...filesBelow(library)];
  const native = modules.filter((path) => path.endsWith('.so'));
  const entries = [
    ...libraries([program, ...native, ...manylinux()]),
    ...manylinux().map((path) => [join(dirname(path), basename(path)).slice(1), file(path, 0o755)]),
    ['usr/local/bin/python3', file(program, 0o755)],
    ...modules.map((path) => [join('usr/local', relative(prefix, path)), file(path, 0o644)]),
  ];
  return new Map(entries.filter(([inside]) => !below.has(inside)));
}

/** A layer above that of Node: what the shell steps of a CI system take for granted. */
export function bashFiles(below) {
  const tools = ['bash', 'cp', 'dirname', 'head', 'mktemp', 'rm'].map((name) => [`bin/${name}`, which(name)]);
  const entries = [
    ...libraries(tools.map(([, path]) => path)),
    ...tools.map(([inside, path]) => [inside, file(path, 0o755)]),
  ];
  return new Map(entries.filter(([inside]) => !below.has(inside)));
}

/** Libraries that wheels may be linked to whatever else is there (PEP 600), as far as this machine has them. */
function manylinux() {
  const names = [
    'librt.so.1',
    'libutil.so.1',
    'libgcc_s.so.1',
    'libstdc++.so.6',
    'libatomic.so.1',
    'libz.so.1',
  ];
  const known = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return names.flatMap(
    (name) =>
      known
        .split('\n')
        .find((line) => line.trim().startsWith(`${name} (libc6,x86-64`))
        ?.split(' => ')[1] ?? [],
  );
}

function* filesBelow(folder) {
  for (const name of readdirSync(folder)) {
    if (LEFT_OUT.test(name)) continue;
    const path = join(folder, name);
    // Distributions link to files elsewhere, and not always to ones that are there.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) yield* filesBelow(path);
    else if (stat?.isFile()) yield path;
  }
}

/**
 * The libraries that programs are linked to. All stand in the folder of the C library, where the loader looks in any case:
 * inside there is no cache of it, and folders that a program names may be those of a home.
 */
function libraries(programs) {
  const said = execFileSync('ldd', programs, { encoding: 'utf8' });
  const loader = /^\s+(\/\S+) \(0x/m.exec(said)?.[1];
  const found = [...said.matchAll(/^\s+(\S+) => (\/\S+) \(0x/gm)].map(([, name, path]) => [name, path]);
  const libc = found.find(([name]) => name.startsWith('libc.'))?.[1];
  if (loader === undefined || libc === undefined) throw new Error(`no libraries in what ldd says: ${said}`);
  // Older C libraries load these to resolve names, so that ldd does not know of them.
  const resolvers = ['libnss_files.so.2', 'libnss_dns.so.2'].map((name) => [name, join(dirname(libc), name)]);
  const all = [...found, ...resolvers.filter(([, path]) => existsSync(path))];
  const inside = ([name, path]) => [join(dirname(libc), basename(name)).slice(1), path];
  const paths = new Map([[loader.slice(1), loader], ...all.map(inside)]);
  return [...paths].map(([to, from]) => [to, file(from, 0o755)]);
}

const which = (name) => execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
