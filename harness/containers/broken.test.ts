import { expect, it } from '@jest/globals';
import { runCommandLine } from '../mcptc.test.support.js';
import {
  writeConfig,
  makeImageWith,
  makeOnce,
  PATIENCE,
  makeScratch,
  withEngine,
} from './engine.test.support.js';

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
  const image = makeOnce(() => makeImageWith('containers/servers/hostile/exhausting.js'));

  const judge = async (wasteful: string, scenario: string, requirement: string) => {
    const config = await writeConfig({
      transports: {
        'streamable-http': {
          ...(await image()),
          command: ['--host', '0.0.0.0', '--http-port', '3000'],
          port: 3000,
        },
      },
      env: { WASTEFUL: wasteful, NODE_OPTIONS: '--import=/app/exhausting.mjs' },
    });
    const one = `streamable-http/2026-07-28/${scenario}`;
    const { result } = await runCommandLine(await makeScratch(), '--case', one, '--config', config);
    const verdicts = result.cases
      .flatMap(({ checks }) => checks)
      .filter((check) => check.requirement === requirement)
      .map(({ verdict }) => verdict);
    // Where it was not judged, the test shows what was seen instead.
    return verdicts.length > 0 ? verdicts : { cases: result.cases, transports: result.target.transports };
  };

  it.concurrent.each(FAULTS)(
    'is found out: %s',
    async (fault, requirement) => {
      expect(await judge(fault, SCENARIO[fault], requirement)).toEqual(['not-verified']);
      expect(await judge('nothing', SCENARIO[fault], requirement)).toEqual(['pass']);
    },
    PATIENCE,
  );
});
