import { expect, it } from '@jest/globals';
import { loadScenarios } from '../../suites/index.js';
import { HAZARDS } from './hazards.js';

it('names no hazard that is not there', async () => {
  const scenarios = await loadScenarios();
  expect(HAZARDS.filter((id) => !scenarios.has(id))).toEqual([]);
});
