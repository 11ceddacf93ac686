import type { Format } from '../format.js';
import { sealed } from '../result/digest.js';

/** The result itself, indented. */
export const format: Format = {
  render: (result) => `${JSON.stringify(sealed(result), null, 1)}\n`,
};
