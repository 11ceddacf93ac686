import { beforeAll, expect, it } from '@jest/globals';
import { commandLine } from '../mcptc.test.support.js';
import { configOf, imageWith, PATIENCE, scratch, withEngine } from './engine.test.support.js';

/** The faults that only a container can show, and what they break. */
const FAULTS = [
  ['memory', 'robustness.short-of-memory'],
  ['cpu', 'robustness.short-of-cpu'],
  ['processes', 'robustness.short-of-processes'],
  ['network', 'robustness.serves-after-disconnect'],
] as const;

const SCENARIO = {
  memory: 'outage/short-of-memory',
  cpu: 'outage/short-of-cpu',
  processes: 'outage/short-of-processes',
  network: 'outage/disconnect',
} as const;

withEngine('a server that depends on what it should not', () => {
  let image: object;
  let folder: string;
  beforeAll(async () => {
    folder = await scratch();
    image = await imageWith('containers/hostile/wasteful.js');
  }, PATIENCE);

  const verdict = async (wasteful: string, scenario: string, requirement: string) => {
    const config = await configOf({
      transports: {
        'streamable-http': { ...image, command: ['--host', '0.0.0.0', '--http-port', '3000'], port: 3000 },
      },
      env: { WASTEFUL: wasteful, NODE_OPTIONS: '--import=/app/wasteful.mjs' },
    });
    const one = `streamable-http/2026-07-28/${scenario}`;
    const { result } = await commandLine(folder, '--case', one, '--start-timeout', '5s', '--config', config);
    return result.cases
      .flatMap(({ checks }) => checks)
      .filter((check) => check.requirement === requirement)
      .map(({ verdict }) => verdict);
  };

  it.each(FAULTS)(
    'is found out: %s',
    async (fault, requirement) => {
      expect(await verdict(fault, SCENARIO[fault], requirement)).toEqual(['not-verified']);
      expect(await verdict('nothing', SCENARIO[fault], requirement)).toEqual(['pass']);
    },
    PATIENCE,
  );
});
