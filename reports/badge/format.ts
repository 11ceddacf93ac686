import { endpointOf, factsText } from './endpoint.js';
import { allFacts, type BadgeFacts } from './facts.js';
import { svgOf } from './svg.js';
import type { Format, NamedText } from '../format.js';
import { segment } from '../result/paths.js';
import { NotAResult } from '../result/read.js';
import type { Result } from '../result/result.js';

/** The badge for all transports; written to a folder, also one for each, all with the JSON of shields.io and their facts. */
export const format: Format = {
  render: (result) => svgOf(factsFor(result)[0]!),
  files: (result) => filesOf(result),
};

function factsFor(result: Result): BadgeFacts[] {
  try {
    return allFacts(result);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new NotAResult(`it cannot be hashed, and a badge carries its hash: ${cause.message}`, { cause });
  }
}

function filesOf(result: Result): NamedText[] {
  const taken = new Set<string>();
  return factsFor(result).flatMap((facts) => {
    const name = freeName(
      facts.transport === null ? 'overall' : segment(facts.transport).replace(/^\.+/, '_'),
      taken,
    );
    return [
      { name: `${name}.svg`, text: svgOf(facts) },
      { name: `${name}.json`, text: endpointOf(facts) },
      { name: `${name}.facts.json`, text: factsText(facts) },
    ];
  });
}

/** Two names of a target may come to one name of a file. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted}-${count}`;
  taken.add(name.toLowerCase());
  return name;
}
