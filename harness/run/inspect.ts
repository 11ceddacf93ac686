import { ConformanceError } from '../../adapters/errors.js';
import type { Message } from '../../suites/session.js';
import type { Inspector } from '../session/session.js';
import type { Contract } from '../wire/index.js';
import { isObject } from '../../adapters/json.js';
import { isResponse } from '../../adapters/json-rpc.js';
import type { CaseChecks } from './checks.js';

/** A message of ours that is not valid: our fault, never the target's. */
export class InvalidMessageError extends ConformanceError {
  override readonly name = 'InvalidMessageError';
  readonly code = 'own-message';
}

const isRefusal = ({ document }: Message): boolean => isObject(document) && 'error' in document;

/** Holds every message of a case against the wire contract, and every reply against the rules of exchange. */
export function makeInspector(
  contract: Contract,
  checks: () => CaseChecks,
  onHarnessError: (error: Error) => void,
): Inspector {
  return {
    received(message, answers, ofRevision) {
      if (isResponse(message.document)) {
        const evidence = [message.entry];
        checks().record('jsonrpc.request-answered', 'pass', evidence, {
          expected: 'a reply to every request',
          received: `a reply to ${answers ?? 'the request'}`,
        });
        checks().record('jsonrpc.answered-once', 'pass', evidence, {
          expected: 'exactly one reply to each request',
          received: 'one reply',
        });
      }
      // An error is how a server of this revision refuses another version; a result at that version is not ours to judge.
      if (ofRevision || isRefusal(message)) checkSchema(message, answers);
    },
    harnessError: onHarnessError,
    sent(document) {
      const [violation] = contract.validate({ sender: 'client', document });
      if (violation === undefined) return;
      onHarnessError(
        new InvalidMessageError(
          `the harness sent an invalid message: ${violation.message} at ${violation.pointer}`,
        ),
      );
    },
    unmatchedMessage(message, why) {
      // Noise on the channel is judged by the binding's own scenarios; here only replies matter.
      if (!isObject(message.document)) return;
      checks().record('jsonrpc.answered-once', 'fail', [message.entry], {
        expected: 'exactly one reply to each request, and none to anything else',
        received: `${why}: ${checks().quote(message.document, '')}`,
      });
    },
  };

  function checkSchema(message: Message, answers: string | undefined): void {
    const violations = contract.validate({ sender: 'server', document: message.document, answers });
    const first = violations[0];
    const what = message.method ?? (answers === undefined ? 'a reply' : `the reply to ${answers}`);
    checks().record('wire.schema', first === undefined ? 'pass' : 'fail', [message.entry], {
      expected: `${what} to be valid by the schema of ${contract.revision}`,
      received:
        first === undefined
          ? 'a valid message'
          : violations
              .slice(0, 3)
              .map((v) => `${v.message} at ${v.pointer === '' ? 'the top' : v.pointer}`)
              .join('; '),
    });
  }
}
