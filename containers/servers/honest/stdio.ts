/** Serves an honest server to one client over standard input and output. */
import { readLines, readObjects } from './lines.js';
import { take, toRefusal, type ClientConnection } from './core.js';
import { isObject } from '../../../adapters/json.js';
import { RefusalError, type Variant } from './message.js';

/** Milliseconds that answers under way get to leave once the input has ended. */
const LAST_WORDS = 500;

/** Serves one client on this process's standard streams, until the input ends (or longer, where it `lingers`). */
export async function serveVariantOverStdio(
  variant: Variant,
  options: { lingers?: boolean } = {},
): Promise<void> {
  const encode = variant.encode ?? ((document) => JSON.stringify(document));
  const write = (document: unknown) => process.stdout.write(`${encode(document, true)}\n`);
  const ended = new AbortController();
  const connection: ClientConnection = {
    session: undefined,
    pace: variant.pace?.() ?? (() => Promise.resolve()),
    inFlight: new Map(),
    closing: ended.signal,
    emit: write,
    push: write,
  };
  process.stdout.on('error', () => process.exit(0));
  const underWay = new Set<Promise<void>>();
  const read = variant.readsEagerly ? readObjects : readLines;
  for await (const line of read(process.stdin)) {
    if (line.toString('latin1').trim() === '') continue;
    const work = answerLine(variant, line, connection, write).finally(() => underWay.delete(work));
    underWay.add(work);
  }
  ended.abort();
  if (!options.lingers) setTimeout(() => process.exit(0), LAST_WORDS).unref();
  await Promise.allSettled(underWay);
}

async function answerLine(
  variant: Variant,
  line: Buffer,
  connection: ClientConnection,
  write: (document: unknown) => void,
): Promise<void> {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    if (variant.endsOnGarbage) process.exit(1);
    write(toRefusal(new RefusalError(-32700, 'Parse error'), undefined, connection).document);
    return;
  }
  if (variant.endsOnGarbage && !isMessage(document, connection)) process.exit(1);
  const answer = await take(variant, document, connection);
  if (answer) write(answer.document);
}

/** Batches are messages at 2025-03-26 only. */
function isMessage(document: unknown, { session }: ClientConnection): boolean {
  if (Array.isArray(document)) return session?.revision === '2025-03-26';
  if (!isObject(document) || document['jsonrpc'] !== '2.0') return false;
  return typeof document['method'] === 'string' || 'result' in document || 'error' in document;
}
