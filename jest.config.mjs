/** Tests run on the compiled output: no transform to maintain, and ESM-only dependencies just work. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.test.{js,cjs}'],
  transform: {},
  testTimeout: 60_000,
  // One more than the cores of a small machine: much of the time a test waits for what must not come.
  maxWorkers: 3,
};
