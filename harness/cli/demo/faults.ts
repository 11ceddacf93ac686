/** The faults of the demo's third server, explained, and whether a run has found them and nothing else. */
import { foldFindings } from '../../../reports/matrix/fold.js';
import type { Finding } from '../../../reports/result/findings.js';
import type { Result } from '../../../reports/result/result.js';
import type { RequirementId } from '../../../suites/requirements/index.js';

export interface DemoFault {
  transport: string;
  requirement: RequirementId;
  /** What the server does; in `containers/servers/demo/weather.ts` it has a number. */
  does: string;
  /** What whoever uses the server comes to feel. */
  harm: string;
  mend: string;
}

/** In the order of their numbers there. */
export const DEMO_FAULTS: readonly DemoFault[] = [
  {
    transport: 'stdio',
    requirement: 'stdio.stdout-only-messages',
    does: 'it logs with console.log',
    harm: 'a client takes each line of stdout for a message, and at one that is none some of them hang up',
    mend: 'log to stderr: console.error',
  },
  {
    transport: 'streamable-http',
    requirement: 'http.origin-forbidden',
    does: 'it answers whoever asks',
    harm: 'any web page that the user visits can call the tools of a server on that machine (DNS rebinding)',
    mend: 'answer 403 where the Origin header names a page that is not yours',
  },
  {
    transport: 'websocket',
    requirement: 'jsonrpc.method-not-found',
    does: 'its errors have words for codes',
    harm: 'clients look for numbers such as -32601, so that they cannot tell a missing method from a crash',
    mend: 'send the number as code, and the words as message',
  },
];

/** What a run of the third server came to. */
export interface FaultsFound {
  /** Each fault with the finding that shows it. */
  found: { fault: DemoFault; finding: Finding }[];
  /** Faults that were looked for in vain, and failures that are none of them. */
  wrong: string[];
}

/** Holds what was found against what there is. What the very same messages break besides belongs to a fault. */
export function matchFaults(result: Result, wanted: readonly DemoFault[]): FaultsFound {
  const failures = foldFindings(result).findings.filter(({ kind }) => kind === 'fail' || kind === 'error');
  const found: FaultsFound['found'] = [];
  const wrong: string[] = [];
  for (const fault of wanted) {
    const finding = failures.find(
      (one) =>
        one.case.transport === fault.transport &&
        [one, ...one.breaks].some(({ requirement }) => requirement === fault.requirement),
    );
    if (finding === undefined) wrong.push(`${fault.requirement} was not found on ${fault.transport}`);
    else found.push({ fault, finding });
  }
  for (const one of failures) {
    if (found.some(({ finding }) => finding === one)) continue;
    wrong.push(`${one.requirement} failed on ${one.case.transport}, which nobody planned`);
  }
  return { found, wrong };
}
