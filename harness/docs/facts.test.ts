/** What the documentation says about this repository, held against the repository: figures, links, commands, packages. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { REVISIONS } from '../../adapters/revision.js';
import { parseResult } from '../../reports/result/read.js';
import { format as matrix } from '../../reports/matrix/format.js';
import { buildProgram } from '../cli/program.js';
import { checkScript, listCommands, manifest, packageNames } from './commands.test.support.js';
import {
  listAnchors,
  listBlocks,
  listInlineCode,
  listLinks,
  pages,
  ROOT,
  readRepositoryFile,
  type DocPage,
} from './pages.test.support.js';

const pageAt = (path: string): DocPage => pages.find((page) => page.path === path)!;
const README = pageAt('README.md');
const commands = listCommands(buildProgram({ command: undefined, exit: () => {} }));

describe('the README', () => {
  it('shows the recorded run, line by line, with its command', async () => {
    const [shown] = listBlocks('console');
    const [command = '', ...lines] = shown?.text.trimEnd().split('\n') ?? [];
    await checkScript(command.replace(/^\$ /, ''));
    const recorded = await parseResult(readRepositoryFile('reports/samples/server-everything.json'));
    const printed = matrix.render(recorded, { color: false }).split('\n');
    // `…` stands for lines that are left out.
    let from = 0;
    for (const line of lines.filter((one) => one !== '…')) {
      expect(printed.slice(from)).toContain(line);
      from = printed.indexOf(line, from) + 1;
    }
    expect(listBlocks('console')).toHaveLength(1);
  });

  it('states no other figure than those that something here says', () => {
    const said = README.prose.replaceAll(/\]\([^)]*\)|<[^>]*>|`[^`]*`/g, '').match(/\d[\d.-]*\d|\d/g) ?? [];
    const [oldest, newest] = [REVISIONS[0], REVISIONS.at(-1)];
    const node = manifest.engines.node.replace('>=', '');
    const exitCodes = ['0', '1', '2', '3'];
    expect(said).toEqual([oldest, newest, node, ...exitCodes, '2.0']);
  });

  it('lists every command, and no other', () => {
    const listed = [...README.prose.matchAll(/^\| `mcptc ([a-z ]+)`/gm)].map(([, name]) => name);
    const names = commands.map((each) =>
      each.parent?.parent ? `${each.parent.name()} ${each.name()}` : each.name(),
    );
    expect(new Set(listed)).toEqual(new Set(names));
    expect(listed).toHaveLength(names.length);
  });
});

it.each(pages.map((page): [string, DocPage] => [page.path, page]))(
  '%s names options and scripts',
  (_, page) => {
    const flags = new Set(['--help', ...commands.flatMap(({ options }) => options.map(({ long }) => long))]);
    const words = listInlineCode(page).flatMap((code) => /^--[a-z-]+/.exec(code) ?? []);
    expect(words.filter((word) => !flags.has(word))).toEqual([]);
    const scripts = listInlineCode(page).flatMap((code) => /^npm run ([\w:]+)/.exec(code)?.[1] ?? []);
    expect(scripts.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  },
);

describe('links', () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
  const published = files.map(({ path }) => path);

  it.each(pages.map((page): [string, DocPage] => [page.path, page]))('of %s lead somewhere', (path, page) => {
    for (const { file, anchor } of listLinks(page)) {
      expect({ file, there: existsSync(ROOT + file) }).toEqual({ file, there: true });
      if (anchor !== undefined) expect(listAnchors(readRepositoryFile(file))).toContain(anchor);
      // Whoever reads a page of the installed package can follow its links to other pages.
      if (published.includes(path) && file.endsWith('.md')) expect(published).toContain(file);
    }
  });
});

it('says of each package what it is for', () => {
  const named = pageAt('docs/dependencies.md')
    .prose.split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => line.split('|')[1]?.match(/`[^`]+`/g) ?? [])
    .map((name) => name.slice(1, -1));
  expect(new Set(named)).toEqual(new Set(packageNames));
});

describe('.github', () => {
  const read = (path: string): unknown => parse(readRepositoryFile(`.github/${path}`));

  it.each(['bug', 'false-accusation', 'transport'])(
    'has the issue form %s, which asks for a result',
    (name) => {
      const { body } = read(`ISSUE_TEMPLATE/${name}.yml`) as {
        body: { id: string; attributes: { description?: string }; validations: { required: boolean } }[];
      };
      expect(body.find(({ id }) => id === 'result')).toMatchObject({
        attributes: { description: expect.stringContaining('.mcptc/result.json') },
        validations: { required: true },
      });
    },
  );

  it('runs this action with inputs and outputs that it has', () => {
    const { jobs } = read('workflows/ci.yml') as {
      jobs: { action: { steps: { uses?: string; with?: object }[] } };
    };
    const { inputs, outputs } = parse(readRepositoryFile('action.yml')) as Record<
      'inputs' | 'outputs',
      object
    >;
    const given = jobs.action.steps.find(({ uses }) => uses === './')?.with ?? {};
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    const taken = [...readRepositoryFile('.github/workflows/ci.yml').matchAll(/outputs\.([\w-]+)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(taken));
  });
});

describe('the pages that a newcomer reads first', () => {
  it.each([
    ['README.md', 150],
    ['CONTRIBUTING.md', 80],
  ])('%s stays within %d lines', (page, most) => {
    expect(readRepositoryFile(page).trimEnd().split('\n').length).toBeLessThanOrEqual(most);
  });
});

describe('the first line of a file', () => {
  /** Scenarios say what they are in their title, tests in their names. */
  const EXEMPT =
    /\.test\.|^suites\/(shared|outage|stdio|streamable-http|websocket|grpc|grpc-google)\/|^containers\/servers\/gallery\//;

  it('says what the file is', () => {
    const { stdout } = spawnSync('git', ['ls-files', '*.ts', '*.cts', '*.mjs'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const files = stdout.split('\n').filter((file) => file !== '' && !EXEMPT.test(file));
    expect(files.length).toBeGreaterThan(400);
    expect(files.filter((file) => !/^(#!.*\n)?\/[/*]/.test(readRepositoryFile(file)))).toEqual([]);
  });
});
