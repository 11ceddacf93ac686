/** Checks that the transcripts beside a result are those that it was read from. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTranscriptPath, TRANSCRIPTS } from '../../reports/result/paths.js';
import type { Result } from '../../reports/result/result.js';
import { makeProof, makeUnknownProof, type Proof } from '../../reports/result/verify/proof.js';
import { formatLines } from '../../reports/text/lines-of.js';

/** Files that are named at the most. */
const MAX = 20;

const WHAT = 'the transcripts beside it are those that it was read from';

/** The hashes stand in the result, so that its digest and its signature speak for the files. */
export function proveTranscripts(result: Result, folder: string): Proof {
  const named = result.cases.filter(({ transcriptSha256 }) => transcriptSha256 !== undefined);
  if (named.length === 0)
    return makeUnknownProof(WHAT, 'it names none, as a result that was written alone does');
  const place = join(folder, TRANSCRIPTS);
  // Those of parts lie where the parts do.
  if (result.run.parts !== undefined || !existsSync(place))
    return makeUnknownProof(
      WHAT,
      `there is none beside it; what it quotes of ${named.length} is in its digest`,
    );
  const says = named.flatMap((one) => {
    const file = getTranscriptPath(one);
    const hash = hashOf(join(place, file));
    if (hash === undefined) return [`${join(TRANSCRIPTS, file)}: is not there`];
    return hash === one.transcriptSha256
      ? []
      : [`${join(TRANSCRIPTS, file)}: was changed after it was written`];
  });
  return makeProof(
    WHAT,
    formatLines(says, MAX, (line) => line),
  );
}

function hashOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
