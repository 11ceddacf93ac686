import type { Format } from '../format.js';
import { renderDocument } from './document.js';

/** One page in one file: the matrix, every check behind it, and the transcripts that defend the verdicts. */
export const format: Format = { render: (result, { comparison }) => renderDocument(result, comparison) };
