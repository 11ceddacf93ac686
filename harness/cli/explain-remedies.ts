/** The lines of `mcptc explain` that say what to change in a server on an official SDK. */
import type { RequirementId } from '../../suites/requirements/index.js';
import {
  findRemedies,
  sdks,
  type Remedy,
  type SdkRemedies,
} from '../../suites/requirements/remedies/index.js';
import { describeKind, describeTrial } from '../../suites/requirements/remedies/describe.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';

/** Throws `UsageError` for an SDK that there are no remedies for. */
export function checkSdk(name: string | undefined): void {
  const known = sdks.map(({ sdk }) => sdk);
  if (name !== undefined && !known.includes(name))
    throw new UsageError(`no SDK is called ${name}; there are ${known.join(', ')}`, formatHint(name, known));
}

/** What to do; with `only`, the lines of code for that SDK too. Empty for a requirement without remedies. */
export function formatRemedies(id: RequirementId, only: string | undefined): string[] {
  const found = findRemedies(id);
  if (found === undefined) return [];
  const shown = found.remedies.filter(({ sdk }) => only === undefined || sdk.sdk === only);
  const coded = found.remedies.filter(({ remedy }) => 'code' in remedy).map(({ sdk }) => sdk.sdk);
  return [
    'to mend it',
    `  ${found.advice}`,
    ...shown.flatMap(({ sdk, remedy }) => describe(sdk, remedy, only !== undefined)),
    ...(only === undefined && coded.length > 0
      ? [
          `  The lines to write: mcptc explain ${id} --sdk ${coded.length === 1 ? coded[0] : `NAME (${coded.join(', ')})`}`,
        ]
      : []),
  ];
}

function describe(sdk: SdkRemedies, remedy: Remedy, withCode: boolean): string[] {
  const { name, package: from, version, day } = sdk;
  const head = [`  ${sdk.sdk}  ${describeKind(remedy)}`, ...('text' in remedy ? [`    ${remedy.text}`] : [])];
  if (!withCode) return head;
  const code = 'code' in remedy ? remedy.code.split('\n') : [];
  const trial = describeTrial(remedy);
  return [
    ...head,
    ...(code.length === 0 ? [] : ['', ...code.map((line) => (line === '' ? '' : `      ${line}`)), '']),
    ...(trial === undefined ? [] : [`    tried ${day} with the ${name} ${version} (${from}): ${trial}`]),
  ];
}
