/** The page on the fixtures, held against the reference server and the scenarios that need them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { tools } from '../../containers/servers/reference/fixture.js';
import { prompts } from '../../containers/servers/reference/fixture/prompts.js';
import { resources, templates } from '../../containers/servers/reference/fixture/resources.js';
import { listInlineCode, pages } from './pages.test.support.js';

const PREFIX = 'test_input_required_result_';
const page = pages.find(({ path }) => path === 'docs/fixtures.md')!;
/** Inline code; what stands in a table after the prefix, with it. */
const words = new Set(listInlineCode(page).flatMap((code) => [code, `${PREFIX}${code}`]));

it('names each fixture of the reference server', () => {
  const names = [
    ...tools.map(({ name }) => name),
    ...prompts.map(({ name }) => name),
    ...resources.map(({ listed }) => listed.uri),
    ...templates.map(({ uriTemplate }) => String(uriTemplate)),
  ];
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});

it('names each fixture that a scenario speaks of', () => {
  const suites = new URL('../../suites/', import.meta.url);
  const files = readdirSync(suites, { recursive: true }).map(String);
  const sources = files
    .filter((file) => file.endsWith('.js') && !file.includes('.test.'))
    .map((file) => readFileSync(new URL(file, suites), 'utf8'));
  const named = new Set(sources.flatMap((source) => source.match(/\btest_[a-z0-9_]+\b/g) ?? []));
  expect(named.size).toBeGreaterThan(20);
  expect([...named].filter((name) => !words.has(name))).toEqual([]);
});
