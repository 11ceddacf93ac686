import { defineScenario } from '../scenario.js';
import { starve } from '../support/outage.js';

export default defineScenario(
  {
    title: 'Short of processes, a server is honest',
    requirements: ['robustness.short-of-processes'],
    needs: { server: 'any' },
    isolation: 'process',
    timeout: 90_000,
  },
  (t) => starve(t, 'processes', 'robustness.short-of-processes'),
);
