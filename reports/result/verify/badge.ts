/** Checks that a badge (SVG, facts or shields.io endpoint) says what its result says. */
import { collectFacts, BADGE_FORMAT, type BadgeFacts } from '../../badge/facts.js';
import { renderEndpoint, renderBadgeFacts } from '../../badge/endpoint.js';
import { DRAWING, DRAWINGS } from '../../badge/message.js';
import { renderSvg, unescapeXml } from '../../badge/svg.js';
import { NotAResult } from '../read.js';
import type { Result } from '../result.js';
import { listDifferences } from './differences.js';
import { makeProof, type Proof } from './proof.js';

const WHAT = 'the badge says what the result says';

/**
 * Proves or refutes a badge: its SVG, its facts, or its endpoint for shields.io. Throws `NotAResult` for what is none of
 * them, or was drawn in a way that this version does not know.
 */
export function proveBadge(result: Result, text: string): Proof {
  let all: BadgeFacts[];
  try {
    all = collectFacts(result);
  } catch (error) {
    // A badge carries the hash of its result.
    if (!(error instanceof TypeError)) throw error;
    return makeProof(WHAT, [`the result has no canonical form: ${error.message}`]);
  }
  const svg = /<metadata id="mcptc" data-drawing="(\d+)">([^<]*)<\/metadata>/.exec(text);
  if (svg !== null) {
    const drawing = Number(svg[1]);
    if (!DRAWINGS.includes(drawing))
      throw new NotAResult(`it is a badge of drawing ${svg[1]}, and this version draws ${DRAWING}`);
    return held(text, parsed(unescapeXml(svg[2] ?? '')), all, (facts) => renderSvg(facts, drawing));
  }
  const document = parsed(text);
  if ((document as { format?: unknown } | null)?.format === BADGE_FORMAT)
    return held(text, document, all, renderBadgeFacts);
  return endpointProof(document, text, all);
}

/** The facts first, because they say what differs; then every octet, because somebody may have changed what is shown. */
function held(
  text: string,
  stated: unknown,
  all: readonly BadgeFacts[],
  render: (facts: BadgeFacts) => string,
): Proof {
  const scope = (stated as Partial<BadgeFacts> | null)?.transport ?? null;
  const facts = all.find(({ transport }) => transport === scope);
  if (facts === undefined)
    return makeProof(WHAT, [`transport: says ${JSON.stringify(scope)}, which the result does not have`]);
  const says = listDifferences(stated, facts);
  if (says.length > 0) return makeProof(WHAT, says);
  return makeProof(WHAT, text === render(facts) ? [] : ['what it shows is not what its facts say']);
}

function endpointProof(document: unknown, text: string, all: readonly BadgeFacts[]): Proof {
  const { schemaVersion, label } = (document ?? {}) as { schemaVersion?: unknown; label?: unknown };
  if (schemaVersion === undefined || label === undefined) throw new NotAResult('it is no badge');
  // It does not say which drawing it belongs to; the newest is what a difference is told from.
  const candidates = DRAWINGS.toReversed().flatMap((drawing) =>
    all.map((facts) => renderEndpoint(facts, drawing)),
  );
  if (candidates.includes(text)) return makeProof(WHAT, []);
  const same = candidates.map(parsed).find((one) => (one as { label: unknown }).label === label);
  if (same === undefined)
    return makeProof(WHAT, [`label: says ${JSON.stringify(label)}, which the result does not have`]);
  const says = listDifferences(document, same);
  return makeProof(WHAT, says.length > 0 ? says : ['it is not as this version writes it']);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotAResult('it is no badge', { cause });
  }
}
