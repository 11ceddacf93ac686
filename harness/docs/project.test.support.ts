/** Projects of users who have the package installed: a folder for each page, with the files that its blocks are. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifest, packageNames } from './commands.test.support.js';
import { pages, ROOT, type Block, type DocPage } from './pages.test.support.js';

/** Milliseconds for the commands of a block. */
const BLOCK_MS = 60_000;

const MAIN = join(ROOT, 'dist/harness/cli/main.js');
/** The server of every page, `dist/server.js`. */
const REFERENCE = pathToFileURL(join(ROOT, 'dist/containers/servers/reference/legacy.js')).href;
const START = `process.argv.push('--stdio');\nawait import('${REFERENCE}');\n`;

/** `mcptc run` runs one scenario only: a page shows how to run, and other tests show that runs are right. */
const MCPTC = `#!/bin/sh
if [ "$1" = run ]; then shift; set -- run --scenario shared/tools/list "$@"; fi
exec '${process.execPath}' '${MAIN}' "$@"
`;

const COMPILER_OPTIONS = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  types: ['node'],
  // A sample for a file of this repository finds its neighbours as if it stood among them.
  rootDirs: ['repository', join(ROOT, 'dist')],
};

export interface Said {
  code: number | null;
  text: string;
}

export class Projects {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mcptc-docs-'));

  constructor() {
    const install = (name: string, to: string): void => {
      const link = join(this.#folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(to, link, 'junction');
    };
    install(manifest.name, ROOT);
    for (const name of packageNames) install(name, join(ROOT, 'node_modules', name));
    this.#write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: COMPILER_OPTIONS,
        include: ['*/**/*'],
        exclude: ['*/dist', 'node_modules'],
      }),
    );
    this.#write('package.json', JSON.stringify({ private: true, type: 'module' }));
    this.#write('bin/mcptc', MCPTC, 0o755);
    this.#write('bin/npx', '#!/bin/sh\nexec "$@"\n', 0o755);
    for (const page of pages) {
      for (const block of page.blocks.filter(isOfPage)) this.#write(pathOf(page, block), block.text);
      this.#write(join(folderOf(page), 'dist/server.js'), START);
    }
  }

  /** Type-checks all TypeScript and JavaScript of all pages in one go. */
  compile(): Said {
    return this.#spawn(join(ROOT, 'node_modules/.bin/tsc'), ['--project', '.'], '.');
  }

  /** Runs the commands of a block in the folder of its page, as a CI system would. */
  run(page: DocPage, block: Block): Said {
    return this.#spawn('bash', ['-e', '-o', 'pipefail', '-c', block.text], folderOf(page));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #write(path: string, text: string, mode = 0o644): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // A page has each file once.
    writeFileSync(file, text, { mode, flag: 'wx' });
  }

  #spawn(command: string, words: string[], folder: string): Said {
    const PATH = [join(this.#folder, 'bin'), process.env['PATH']].join(delimiter);
    const cwd = join(this.#folder, folder);
    const env = { ...process.env, PATH };
    const done = spawnSync(command, words, { cwd, env, encoding: 'utf8', timeout: BLOCK_MS });
    return { code: done.status, text: done.stdout + done.stderr };
  }
}

const folderOf = ({ path }: DocPage): string => path.replaceAll(/\W/g, '-');

/** What stands in this repository as it is needs no other proof. */
const isOfPage = ({ file = '' }: Block): boolean => !file.includes('/') || !existsSync(join(ROOT, file));

/** A block that would be a file of this repository goes where that would be. */
function pathOf(page: DocPage, { file, at, language }: Block): string {
  if (file?.includes('/') === true) return join('repository', file);
  const ending = language === 'js' || language === 'ts' ? `m${language}` : 'txt';
  return join(folderOf(page), file ?? `block-${at.split(':')[1]}.${ending}`);
}
