/** What the package offers to programs: run a target, and read the result. The command line does the same. */
export { conformance } from './conformance.js';
export type { Result } from '../../reports/result/result.js';
export type { ConformanceOptions, ConformanceTarget } from '../jest/contract.cjs';
