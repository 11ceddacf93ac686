/** The badge report format: an SVG image and two JSON files for each transport and for all. */
import { renderEndpoint, renderBadgeFacts } from './endpoint.js';
import { collectFacts, type BadgeFacts } from './facts.js';
import { renderSvg } from './svg.js';
import type { Format, NamedText } from '../format.js';
import { takeSegment } from '../result/paths.js';
import { NotAResult } from '../result/read.js';
import type { Result } from '../result/result.js';

/** The badge for all transports; written to a folder, also one for each, all with the JSON of shields.io and their facts. */
export const format: Format = {
  render: (result) => renderSvg(factsFor(result)[0]!),
  files: (result) => filesOf(result),
};

function factsFor(result: Result): BadgeFacts[] {
  try {
    return collectFacts(result);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new NotAResult(`it cannot be hashed, and a badge carries its hash: ${cause.message}`, { cause });
  }
}

function filesOf(result: Result): NamedText[] {
  const taken = new Set<string>();
  return factsFor(result).flatMap((facts) => {
    const name = takeSegment(facts.transport ?? 'overall', taken);
    return [
      { name: `${name}.svg`, text: renderSvg(facts) },
      { name: `${name}.json`, text: renderEndpoint(facts) },
      { name: `${name}.facts.json`, text: renderBadgeFacts(facts) },
    ];
  });
}
