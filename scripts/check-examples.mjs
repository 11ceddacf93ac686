// Holds the examples for CI systems, those of the pages, the action and what is in .github/ against the schemas that others publish: those of GitHub and GitLab
// by check-jsonschema, that of Kubernetes by kubernetes-validate. Each of them first has to refuse a file with a slip in it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-examples-'));
/** Their schemas lie in the packages: nothing is loaded while they validate. */
const VALIDATORS = ['check-jsonschema==0.39.0', 'kubernetes-validate==1.37.0'];

const bySchema = (name) => ['check-jsonschema', '--builtin-schema', `vendor.${name}`];
const KINDS = [
  {
    command: bySchema('github-workflows'),
    files: [
      '.github/workflows/ci.yml',
      ...['github-action', 'github-actions', 'github-pages'].map((name) => `examples/ci/${name}.yml`),
      ...workflowsIn('docs/ci.md'),
    ],
    slip: ['runs-on:', 'run-on:'],
  },
  {
    command: bySchema('github-issue-forms'),
    files: ['bug', 'false-accusation', 'transport'].map((name) => `.github/ISSUE_TEMPLATE/${name}.yml`),
    slip: ['body:', 'bodi:'],
  },
  { command: bySchema('github-actions'), files: ['action.yml'], slip: ['shell: bash', 'shel: bash'] },
  { command: bySchema('gitlab-ci'), files: ['examples/ci/gitlab-ci.yml'], slip: ['script:', 'skript:'] },
  {
    command: ['kubernetes-validate', '--strict'],
    files: ['examples/ci/kubernetes.yaml'],
    slip: ['completionMode:', 'completionMod:'],
  },
];

const python = join(folder, 'python');
try {
  run('python3', ['-m', 'venv', python], process.cwd());
  run(join(python, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...VALIDATORS], folder);
  for (const kind of KINDS) check(kind);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The blocks of a page that are files for `.github/workflows/`. */
function workflowsIn(page) {
  const blocks = readFileSync(page, 'utf8').matchAll(
    /^```yaml \.github\/workflows\/(\S+)\n([\s\S]*?)^```$/gm,
  );
  return [...blocks].map(([, name, text]) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}

function check({ command, files, slip: [right, wrong] }) {
  const [name, ...words] = command;
  const validate = (file) => spawnSync(join(python, 'bin', name), [...words, file], { encoding: 'utf8' });
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes(right)) throw new Error(`${file} has no ${right} to slip in`);
    const broken = join(folder, 'broken.yml');
    writeFileSync(broken, text.replace(right, wrong));
    if (validate(broken).status === 0) throw new Error(`${name} takes ${wrong} in ${file} for right`);
    const { status, stdout, stderr } = validate(file);
    if (status !== 0) throw new Error(`${file}: ${stdout}${stderr}`);
    process.stdout.write(`${file.replace(folder, 'docs/ci.md')}: valid, says ${command.join(' ')}\n`);
  }
}
