/** The adapter contract as tests for any runner, and what a test target is made of. */
export { behave, log, LOG_VARIABLE, STREAMED, type Request, type Wire } from './behaviour.js';
export { contract, contractCases, type ContractOptions, type ContractTest } from './contract.js';
export { logFile, startTarget, type Running, type TestHost } from './host.js';
export { Kit, type ContractCase } from './kit.js';
export { until } from './until.js';
