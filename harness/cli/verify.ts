/** Checks that a result agrees with itself, with its signature and with a badge made from it. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { transports } from '../../adapters/index.js';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import { parseWithoutDigest } from '../../reports/result/read.js';
import type { Result } from '../../reports/result/result.js';
import { neutralise, escapeRunnerCommands } from '../../reports/text/neutralise.js';
import { proveBadge } from '../../reports/result/verify/badge.js';
import { makeProof, makeUnknownProof, type Proof, type Shipped } from '../../reports/result/verify/proof.js';
import { proveResult } from '../../reports/result/verify/result.js';
import { catalogue, getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import { isReadByTable } from '../../suites/requirements/native.js';
import { explainRequirement } from '../../suites/requirements/requirement.js';
import { readAllSets } from '../../suites/requirements/sets/index.js';
import { toolVersion } from '../version.js';
import type { ExitCode } from './invocation.js';
import { readTextFile } from '../api/files.js';
import { rethrowAsUsage } from './report.js';
import { proveTranscripts } from './verify-transcripts.js';
import { isSignedBy, readPublicKey, getSignatureFile } from '../api/signature.js';

export interface VerifyOptions {
  key?: string;
  signature?: string;
}

/**
 * `mcptc verify`: says what agrees with what, and with a key who vouches for it. Exits 0 where all that can be told holds, 1 where something does not, 2 where that cannot be
 * said.
 */
export async function runVerify(
  file: string,
  badge: string | undefined,
  options: VerifyOptions,
): Promise<ExitCode> {
  const result = await rethrowAsUsage(file, parseWithoutDigest(readTextFile(file)));
  const proofs = [...proveResult(result, shippedFor(result)), proveTranscripts(result, dirname(file))];
  proofs.push(
    options.key === undefined
      ? makeUnknownProof(
          'who made it',
          `no key was given (--key), and whoever can write a result can make it agree with itself${
            existsSync(options.signature ?? getSignatureFile(file)) ? '; its signature was not looked at' : ''
          }`,
        )
      : signed(result, file, options.key, options.signature),
  );
  if (badge !== undefined) {
    const text = readTextFile(badge);
    proofs.push(
      await rethrowAsUsage(
        badge,
        Promise.resolve().then(() => proveBadge(result, text)),
        'badge',
      ),
    );
  }
  for (const one of proofs) process.stdout.write(lineOf(one));
  const refuted = proofs.filter(({ holds }) => holds === false).length;
  const subject = neutralise(`${file}${badge === undefined ? '' : ` and ${badge}`}`, { max: 300 });
  if (refuted > 0) {
    process.stdout.write(`\n✘ refuted: ${subject}\n`);
    return 1;
  }
  // A badge hangs on its set: where that cannot be compared with what was frozen, the badge is not proven.
  const open =
    badge !== undefined && proofs.some(({ holds, what }) => holds === null && what.includes('set of'));
  process.stdout.write(`\n${open ? `? not proven: ${subject}` : outcomeOf(subject, options.key)}\n`);
  return open ? 2 : 0;
}

/** Only a signature proves: what agrees with itself can have been made by anybody. */
const outcomeOf = (subject: string, key: string | undefined): string =>
  key === undefined
    ? `✔ consistent: ${subject}; nobody vouches for it (--key)`
    : `✔ proven: ${subject}, signed with the key of ${neutralise(key, { max: 200 })}`;

const SIGNS = { true: '✔', false: '✘', null: '?' } as const;

const lineOf = ({ what, holds, says }: Proof): string =>
  escapeRunnerCommands(
    [
      `${SIGNS[`${holds}`]} ${neutralise(what, { max: 200 })}`,
      ...says.map((one) => `    ${neutralise(one, { max: 400 })}`),
      '',
    ].join('\n'),
  );

function signed(result: Result, file: string, key: string, signature = getSignatureFile(file)): Proof {
  const what = `it is signed with the key of ${key}`;
  const by = readPublicKey(key);
  if (!existsSync(signature)) return makeProof(what, [`there is no ${signature}`]);
  try {
    return makeProof(
      what,
      isSignedBy(result, readTextFile(signature), by)
        ? []
        : [`${signature} is no signature of this result by this key`],
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return makeProof(what, [`it has no canonical form to sign: ${error.message}`]);
  }
}

/** A binding that is not built in may have no JSON-RPC. */
function shippedFor({ target }: Result): Shipped {
  const named = transports.filter(({ name }) => Object.hasOwn(target.transports, name));
  const spoken = new Set(named.filter(({ native }) => native !== true).map(({ name }) => name));
  const known = (id: string): id is RequirementId => Object.hasOwn(catalogue, id);
  return {
    version: toolVersion,
    catalogueHash: computeCanonicalHash(catalogue),
    requirement: (id, revision) => (known(id) ? explainRequirement(getRequirement(id), revision) : undefined),
    warns: (id, transport) =>
      known(id) && (getRequirement(id).own === true || (isReadByTable(id) && !spoken.has(transport))),
    transports: Object.fromEntries(named.map(({ name, custom }) => [name, { custom }])),
    sets: readAllSets().map((set) => ({ set, sha256: computeCanonicalHash(set) })),
  };
}
