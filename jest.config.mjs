/** Tests run on the compiled output: no transform to maintain, and ESM-only dependencies just work. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.test.{js,cjs}'],
  transform: {},
  testTimeout: 60_000,
  maxWorkers: 2,
};
