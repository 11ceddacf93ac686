import { defineScenario } from '../scenario.js';
import { starve } from '../support/outage.js';

export default defineScenario(
  {
    title: 'Short of a processor, a server is honest',
    requirements: ['robustness.short-of-cpu'],
    needs: { server: 'any' },
    isolation: 'process',
    timeout: 90_000,
  },
  (t) => starve(t, 'cpu', 'robustness.short-of-cpu'),
);
