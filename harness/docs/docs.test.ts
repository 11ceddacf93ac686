/** Every code block of the documentation is compiled, run or parsed by what it is for. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseBaseline } from '../config/baseline.js';
import { parseConfig } from '../config/load.js';
import { parsePolicy } from '../gate/policy.js';
import { checkScript, manifest } from './commands.test.support.js';
import { listBlocks, pages, ROOT, readRepositoryFile, type Block } from './pages.test.support.js';
import { Projects } from './project.test.support.js';

let projects: Projects;
beforeAll(() => {
  projects = new Projects();
});
afterAll(() => projects.remove());

const byPlace = (blocks: readonly Block[]): [string, Block][] => blocks.map((block) => [block.at, block]);

it('has blocks only in languages that a test here knows', () => {
  const known = ['js', 'ts', 'sh', 'console', 'yaml', 'text'];
  const blocks = pages.flatMap((page) => page.blocks);
  expect(blocks.filter(({ language }) => !known.includes(language)).map(({ at }) => at)).toEqual([]);
});

it('compiles TypeScript and JavaScript against the types of the package', () => {
  expect(listBlocks('ts', 'js').length).toBeGreaterThan(0);
  expect(projects.compile()).toEqual({ code: 0, text: '' });
});

const samples = listBlocks('ts', 'js').filter(
  ({ file = '' }) => existsSync(ROOT + file) && file.includes('/'),
);
it.each(byPlace(samples))('%s shows a file of this repository as it is', (_, { file = '', text }) => {
  expect(text).toBe(readRepositoryFile(file));
});

it.each(byPlace(listBlocks('sh').filter(({ run }) => !run)))(
  '%s has commands that are there',
  (_, { text }) => checkScript(text),
);

describe('commands that run', () => {
  const blocks = pages.flatMap((page) =>
    page.blocks.filter(({ run }) => run).map((block) => [block.at, page, block] as const),
  );
  it.each(blocks)('%s', (_, page, block) => {
    expect(block.language).toBe('sh');
    const { code, text } = projects.run(page, block);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('✔ conforms') });
  });
});

/** How a YAML file is read, by the end of its name. */
const LOADERS: [string, (text: string, file: string) => Promise<unknown>][] = [
  ['mcptc.yaml', parseConfig],
  ['targets.yaml', parseEachTarget],
  ['known-failures.yaml', parseBaseline],
  // Scenarios are named only by a policy that asks for the parity of some.
  ['policy.yaml', (text, file) => parsePolicy(text, file, new Map())],
  ['.github/workflows/conformance.yml', async (text) => checkScript(commandsOfWorkflow(text))],
  // Has no commands; a test beside the action plays a longer one.
  ['.github/workflows/with-the-action.yml', async (text) => expect(commandsOfWorkflow(text)).toBe('')],
];

/** A config of several targets is read for each of them. */
async function parseEachTarget(text: string, file: string): Promise<void> {
  const { targets } = parse(text) as { targets: object };
  for (const name of Object.keys(targets)) await parseConfig(text, file, name);
}

it.each(byPlace(listBlocks('yaml')))('%s is read by what reads such a file', async (at, { file, text }) => {
  const [, load] = LOADERS.find(([name]) => file?.endsWith(name)) ?? [];
  expect(load).toBeDefined();
  await load?.(text, at);
});

function commandsOfWorkflow(text: string): string {
  const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  // What shows a summary is a command of the shell alone.
  return runs.filter((run) => !run.startsWith('cat ')).join('\n');
}

describe('each entry of the package', () => {
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));
  it.each(entries)('%s has an example', (entry) => {
    const name = `'${manifest.name}${entry.slice(1)}'`;
    expect(listBlocks('ts', 'js').some(({ text }) => text.includes(name))).toBe(true);
  });
});
