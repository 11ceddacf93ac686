/** Waits until a server behind a published port of a container answers. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as after } from 'node:timers/promises';
import { isSecure, getNetwork, findTransports } from '../../adapters/index.js';
import { parseAddress } from '../targets/ready.js';

/** Milliseconds between two attempts to reach a starting server. */
const POLL_MS = 20;
/** Milliseconds that one attempt may take. */
const ATTEMPT_MS = 5_000;
/**
 * Milliseconds after which a server that holds a connection open without a word counts as up. Far more than a busy machine
 * needs to drop a connection to a port on which nobody listens inside: what is taken for up too early resets its first
 * request.
 */
const HELD_MS = 3_000;

/**
 * Settles when a server behind a published port answers. That it accepts connections says nothing: the engine accepts
 * them itself, and drops them while nobody listens inside. So each attempt says something that any server answers.
 * The caller bounds it by the signal, with whose reason it rejects.
 */
export async function waitUntilAnswers(url: string, signal: AbortSignal): Promise<void> {
  while (!(await answers(url))) {
    signal.throwIfAborted();
    await after(POLL_MS);
  }
}

function answers(url: string): Promise<boolean> {
  const { host, port } = parseAddress(url);
  const [name] = findTransports(url);
  const greeting = name === undefined ? undefined : getNetwork(name).greeting?.(`${host}:${port}`);
  return new Promise((resolve) => {
    const secure = isSecure(url);
    const socket: Socket = secure
      ? connectTls({ host, port, rejectUnauthorized: false, timeout: ATTEMPT_MS })
      : connect({ host, port, timeout: ATTEMPT_MS });
    let held: NodeJS.Timeout | undefined;
    const is = (up: boolean) => (): void => {
      clearTimeout(held);
      socket.destroy();
      resolve(up);
    };
    socket
      .once('connect', () => {
        if (!secure && greeting !== undefined) socket.write(greeting);
        held = setTimeout(is(true), HELD_MS);
      })
      .once('secureConnect', is(true))
      .once('data', is(true))
      .once('error', is(false))
      .once('timeout', is(false))
      .once('close', is(false));
  });
}
