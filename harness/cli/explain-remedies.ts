/** The lines of `mcptc explain` that say what to change in a server on an official SDK. */
import type { RequirementId } from '../../suites/requirements/index.js';
import {
  findRemedies,
  sdks,
  type Remedy,
  type SdkRemedies,
} from '../../suites/requirements/remedies/index.js';
import { UsageError } from '../config/errors.js';
import { formatHint } from '../config/suggest.js';

const NAMES: Readonly<Record<string, string>> = { stdio: 'stdio', 'streamable-http': 'Streamable HTTP' };

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
  const code = withCode && 'code' in remedy ? remedy.code.split('\n') : [];
  return [
    `  ${sdk.sdk}  ${describeKind(remedy)}`,
    ...('text' in remedy ? [`    ${remedy.text}`] : []),
    ...(code.length === 0 ? [] : ['', ...code.map((line) => (line === '' ? '' : `      ${line}`)), '']),
    ...(withCode ? [`    tried ${day} with the ${name} ${version} (${from})${describeTrial(remedy)}`] : []),
  ];
}

function describeKind(remedy: Remedy): string {
  switch (remedy.is) {
    case 'server':
      return 'the server does it';
    case 'around':
      return 'the SDK is at fault; a server can get around it';
    case 'sdk':
      return 'the SDK is at fault; a server can do nothing';
    case 'right':
      return 'a plain server does not show it';
    case 'absent':
      return 'does not arise';
  }
}

function describeTrial(remedy: Remedy): string {
  const on = (places: readonly string[]): string =>
    places.map((place) => NAMES[place] ?? place).join(' and ');
  if ('gone' in remedy) return `: seen over ${on(remedy.seen)}, gone with these lines`;
  if ('seen' in remedy) return `: seen over ${on(remedy.seen)}`;
  return 'held' in remedy ? `: not seen over ${on(remedy.held)}` : '';
}
