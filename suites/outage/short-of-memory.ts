import { defineScenario } from '../scenario.js';
import { starve } from '../support/outage.js';

export default defineScenario(
  {
    title: 'Short of memory, a server is honest',
    requirements: ['robustness.short-of-memory'],
    needs: { server: 'any' },
    isolation: 'process',
    timeout: 90_000,
  },
  (t) => starve(t, 'memory', 'robustness.short-of-memory'),
);
