import { existsSync } from 'node:fs';
import { transports } from '../../adapters/index.js';
import { canonicalHash } from '../../reports/result/canonical.js';
import { parseUnsealed } from '../../reports/result/read.js';
import type { Result } from '../../reports/result/result.js';
import { neutral, unheeded } from '../../reports/text/neutralise.js';
import { badgeProof } from '../../reports/result/verify/badge.js';
import { proof, unknown, type Proof, type Shipped } from '../../reports/result/verify/proof.js';
import { proofsOf } from '../../reports/result/verify/result.js';
import { catalogue, requirement, type RequirementId } from '../../suites/requirements/index.js';
import { readByTable } from '../../suites/requirements/native.js';
import { explained } from '../../suites/requirements/requirement.js';
import { allSets } from '../../suites/requirements/sets/index.js';
import { toolVersion } from '../version.js';
import type { ExitCode } from './invocation.js';
import { readText } from '../api/files.js';
import { orUsage } from './report.js';
import { isSignedBy, publicKey, signatureFileOf } from '../api/signature.js';

export interface VerifyOptions {
  key?: string;
  signature?: string;
}

/** `mcptc verify`: exits 0 where all that can be told holds, 1 where something does not, 2 where that cannot be said. */
export async function verifyCommand(
  file: string,
  badge: string | undefined,
  options: VerifyOptions,
): Promise<ExitCode> {
  const result = await orUsage(file, parseUnsealed(readText(file)));
  const proofs = proofsOf(result, shippedFor(result));
  proofs.push(
    options.key === undefined
      ? unknown(
          'who made it',
          'no key was given (--key), and whoever can write a result can make it agree with itself',
        )
      : signed(result, file, options.key, options.signature),
  );
  if (badge !== undefined) {
    const text = readText(badge);
    proofs.push(
      await orUsage(
        badge,
        Promise.resolve().then(() => badgeProof(result, text)),
        'badge',
      ),
    );
  }
  for (const one of proofs) process.stdout.write(lineOf(one));
  const refuted = proofs.filter(({ holds }) => holds === false).length;
  const subject = neutral(`${file}${badge === undefined ? '' : ` and ${badge}`}`, { max: 300 });
  if (refuted > 0) {
    process.stdout.write(`\n✘ refuted: ${subject}\n`);
    return 1;
  }
  // A badge hangs on its set: where that cannot be compared with what was frozen, the badge is not proven.
  const open =
    badge !== undefined && proofs.some(({ holds, what }) => holds === null && what.includes('set of'));
  const outcome = badge === undefined ? 'holds' : 'proven';
  process.stdout.write(open ? `\n? not proven: ${subject}\n` : `\n✔ ${outcome}: ${subject}\n`);
  return open ? 2 : 0;
}

const SIGNS = { true: '✔', false: '✘', null: '?' } as const;

const lineOf = ({ what, holds, says }: Proof): string =>
  unheeded(
    [
      `${SIGNS[`${holds}`]} ${neutral(what, { max: 200 })}`,
      ...says.map((one) => `    ${neutral(one, { max: 400 })}`),
      '',
    ].join('\n'),
  );

function signed(result: Result, file: string, key: string, signature = signatureFileOf(file)): Proof {
  const what = `it is signed with the key of ${key}`;
  const by = publicKey(key);
  if (!existsSync(signature)) return proof(what, [`there is no ${signature}`]);
  try {
    return proof(
      what,
      isSignedBy(result, readText(signature), by)
        ? []
        : [`${signature} is no signature of this result by this key`],
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return proof(what, [`it has no canonical form to sign: ${error.message}`]);
  }
}

/** A binding that is not built in may have no JSON-RPC. */
function shippedFor({ target }: Result): Shipped {
  const named = transports.filter(({ name }) => Object.hasOwn(target.transports, name));
  const spoken = new Set(named.filter(({ native }) => native !== true).map(({ name }) => name));
  const known = (id: string): id is RequirementId => Object.hasOwn(catalogue, id);
  return {
    version: toolVersion,
    catalogueHash: canonicalHash(catalogue),
    requirement: (id, revision) => (known(id) ? explained(requirement(id), revision) : undefined),
    warns: (id, transport) =>
      known(id) && (requirement(id).own === true || (readByTable(id) && !spoken.has(transport))),
    transports: Object.fromEntries(named.map(({ name, custom }) => [name, { custom }])),
    sets: allSets().map((set) => ({ set, sha256: canonicalHash(set) })),
  };
}
