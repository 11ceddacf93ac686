import { linesOf } from './lines.js';
import { take, refused, type Link } from './core.js';
import { isObject } from '../../../adapters/json.js';
import { Fault, type Oddity } from './message.js';

/** Milliseconds that answers under way get to leave once the input has ended. */
const LAST_WORDS = 500;

/** Serves one client on this process's standard streams, until the input ends (or longer, where it `lingers`). */
export async function serveStdio(oddity: Oddity, options: { lingers?: boolean } = {}): Promise<void> {
  const encode = oddity.encode ?? ((document) => JSON.stringify(document));
  const write = (document: unknown) => process.stdout.write(`${encode(document, true)}\n`);
  const ended = new AbortController();
  const link: Link = {
    session: undefined,
    pace: oddity.pace?.() ?? (() => Promise.resolve()),
    inFlight: new Map(),
    closing: ended.signal,
    emit: write,
    push: write,
  };
  process.stdout.on('error', () => process.exit(0));
  const underWay = new Set<Promise<void>>();
  for await (const line of linesOf(process.stdin)) {
    if (line.toString('latin1').trim() === '') continue;
    const work = answerLine(oddity, line, link, write).finally(() => underWay.delete(work));
    underWay.add(work);
  }
  ended.abort();
  if (!options.lingers) setTimeout(() => process.exit(0), LAST_WORDS).unref();
  await Promise.allSettled(underWay);
}

async function answerLine(
  oddity: Oddity,
  line: Buffer,
  link: Link,
  write: (document: unknown) => void,
): Promise<void> {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    if (oddity.endsOnGarbage) process.exit(1);
    write(refused(new Fault(-32700, 'Parse error'), undefined, link).document);
    return;
  }
  if (oddity.endsOnGarbage && !isMessage(document, link)) process.exit(1);
  const answer = await take(oddity, document, link);
  if (answer) write(answer.document);
}

/** Batches are messages at 2025-03-26 only. */
function isMessage(document: unknown, { session }: Link): boolean {
  if (Array.isArray(document)) return session?.revision === '2025-03-26';
  if (!isObject(document) || document['jsonrpc'] !== '2.0') return false;
  return typeof document['method'] === 'string' || 'result' in document || 'error' in document;
}
