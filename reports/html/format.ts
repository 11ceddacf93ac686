/** The HTML report format: renders a result as a single page, with changes where there are any. */
import type { Format } from '../format.js';
import { renderDocument } from './document.js';

/** One page in one file: the matrix, every check behind it, and the transcripts that defend the verdicts. */
export const format: Format = { render: (result, { comparison }) => renderDocument(result, comparison) };
