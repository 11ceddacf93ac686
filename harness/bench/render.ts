/** Measures how long each report format takes to render a large result. */
import { makeHostile } from '../../reports/hostile.test.data.js';
import { format as json } from '../../reports/json/format.js';
import { format as html } from '../../reports/html/format.js';
import { format as junit } from '../../reports/junit/format.js';
import { format as markdown } from '../../reports/markdown/format.js';
import { format as matrix } from '../../reports/matrix/format.js';

const formats = { matrix, html, junit, markdown };
const CHECKS = 10_000;

export interface Rendering {
  format: string;
  ms: number;
  /** Of the milliseconds that the result takes as plain JSON. */
  ratio: number;
}

/** Each format once, of a hostile result, as a command renders it: nothing is warm. */
export function* timeRenderings(): Iterable<Rendering> {
  const result = makeHostile(CHECKS);
  const timed = (render: () => string): number => {
    const started = performance.now();
    render();
    return performance.now() - started;
  };
  const plain = timed(() => json.render(result, { color: false }));
  for (const [format, one] of Object.entries(formats)) {
    const ms = timed(() => one.render(result, { color: false }));
    yield { format, ms, ratio: ms / plain };
  }
}
