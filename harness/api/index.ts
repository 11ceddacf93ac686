/** What the package offers to programs: run a target, and read the result. The command line does the same. */
export { conformance, type ProgramOptions } from './conformance.js';
export type { Progress } from '../run/contract.js';
export type { Result } from '../../reports/result/result.js';
export type { CaseName, ConformanceOptions, ConformanceTarget, ReportFile, Severity } from './options.cjs';
export { ConformanceError, ERROR_CODES, isConformanceError, type ErrorCode } from '../../adapters/errors.js';
