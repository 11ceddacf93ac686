/** Single exchanges with a server that asks for patience: 429 and 503 are no answers to judge. */
import { setTimeout as waitFor } from 'node:timers/promises';
import type { HttpConnection, HttpExchange, HttpRequest } from '../../adapters/streamable-http/endpoint.js';
import { isObject } from '../../adapters/json.js';

/** Too Many Requests, and Service Unavailable (RFC 6585, RFC 9110). */
const BUSY: readonly unknown[] = [429, 503];
/** Milliseconds before the same is asked again where the server does not say how many; twice as many each time. */
const PAUSE_MS = 250;
const MAX_PAUSE_MS = 1_000;

/** The target had no time for this request, however long we waited. */
export class TargetBusy extends Error {
  static is = (error: unknown): error is TargetBusy => error instanceof TargetBusy;
}

interface Bounds {
  readonly requestTimeoutMs: number;
  wait<T>(promise: Promise<T>): Promise<T>;
}

/**
 * An exchange, made again for as long as a request may take while the server is busy. Throws `TargetBusy` where it stays
 * so: what follows would be judged by a status that says nothing about it.
 */
export async function exchangePatiently(
  bounds: Bounds,
  connection: HttpConnection,
  request: HttpRequest,
): Promise<HttpExchange> {
  const until = performance.now() + bounds.requestTimeoutMs;
  for (let pause = PAUSE_MS; ; pause *= 2) {
    const exchange = await connection.exchange(request);
    if (!isBusy(exchange)) return exchange;
    const asked = readRetryAfter(exchange.header('retry-after').value);
    const pauseMs = asked ?? pause;
    const isHopeless = asked === undefined && pause > MAX_PAUSE_MS;
    if (isHopeless || performance.now() + pauseMs > until)
      throw new TargetBusy(`a request was put off with status ${exchange.status?.value}`);
    await bounds.wait(waitFor(pauseMs));
  }
}

/** One that says something in JSON-RPC has answered. */
const isBusy = (exchange: HttpExchange): boolean =>
  BUSY.includes(exchange.status?.value) && !isObject(exchange.json().value);

/** Milliseconds, from a number of seconds or a date (RFC 9110 section 10.2.3). */
export function readRetryAfter(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
