/** The JSON report: the result as it is, with its digest. */
import type { Format } from '../format.js';
import { withDigest } from '../result/digest.js';

/** The result itself, indented. */
export const format: Format = {
  render: (result) => `${JSON.stringify(withDigest(result), null, 1)}\n`,
};
