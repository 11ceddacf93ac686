import type { Format } from './format.js';

/** The result itself, indented. */
export const json: Format = {
  render: (result) => `${JSON.stringify(result, null, 1)}\n`,
};
