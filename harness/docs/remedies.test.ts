/** The page on remedies is what the remedies say now. */
import { expect, it } from '@jest/globals';
import { renderRemediesPage } from '../../suites/requirements/remedies/page.js';
import { readRepositoryFile } from './pages.test.support.js';

it('is written anew with node scripts/remedies-page.mjs', () => {
  expect(readRepositoryFile('docs/remedies.md')).toBe(renderRemediesPage());
});
