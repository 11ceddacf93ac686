import { join } from 'node:path';
import { describeConformance } from './index.cjs';

/** The folder of the sources: configs are not compiled. */
const HERE = join(__dirname, '..', '..', '..', 'harness', 'jest');

/** What any server has, in the seconds that a test may take; the demo runs the rest. */
const QUICK = { scenarios: ['shared/lifecycle', 'shared/tools'], fixtures: 'require', seed: 1 } as const;

for (const server of ['dual-era', 'legacy']) {
  describeConformance(
    { config: join(HERE, `reference-${server}.yaml`) },
    { name: `the ${server} server`, ...QUICK },
  );
}
