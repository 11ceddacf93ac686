// An example of an adapter for a transport of your own: JSON lines over a Unix domain socket.
import { once } from 'node:events';
import { connect } from 'node:net';
import { ConnectError, encode, Lines, settledWithin, SoleChannel } from 'mcp-transport-conformance/adapter';

const traits = { channelPerRequest: false, abandonCancels: false, serverChannel: 'inherent', raw: true };

/** Newline-delimited JSON over a Unix socket. @type {import('mcp-transport-conformance/adapter').Adapter<{ url: string }>} */
export const adapter = {
  transport: 'unix-socket',
  custom: true,
  traits: () => traits,
  async open({ url }, options) {
    options.signal.throwIfAborted();
    const path = decodeURIComponent(new URL(url).pathname);
    const socket = connect({ path, allowHalfOpen: true });
    try {
      await once(socket, 'connect', { signal: options.signal });
    } catch (cause) {
      socket.destroy();
      options.signal.throwIfAborted();
      throw new ConnectError(`nothing answers at ${path}`, 'Start the server.', { cause });
    }
    return overSocket(socket, options);
  },
};
function overSocket(socket, options) {
  const sole = new SoleChannel('socket', options);
  const take = (line) => void (sole.receive(line, () => socket.resume()) || socket.pause());
  const lines = new Lines(options.maxMessage, take);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  let closing;
  const ended = () => sole.end(closing === undefined ? 'peer' : 'us', 'the socket ended');
  socket.on('close', ended).on('error', (error) => options.transcript.note(error.message, 'socket'));
  socket.on('end', () => [lines.rest()].filter((rest) => rest !== undefined).forEach(take)).on('end', ended);
  socket.on('data', (chunk) => {
    if (sole.over || lines.feed(chunk)) return;
    sole.end('fault', `a line of more than ${options.maxMessage} bytes`);
    socket.destroy();
  });
  const shut = async (startedAt) => {
    sole.inbound.close(); // what nobody reads holds nothing up any more
    socket.end();
    await settledWithin(closed, 2_000);
    socket.destroy();
    sole.end('us', 'the connection was closed');
    sole.inbound.dispose();
    return { forced: false, tookMs: Math.round(performance.now() - startedAt) };
  };
  const close = (how) => {
    options.signal.removeEventListener('abort', abort);
    if (how === 'abrupt') socket.destroy();
    return (closing ??= shut(performance.now()));
  };
  const abort = () => void close('abrupt');
  options.signal.addEventListener('abort', abort);
  sole.channel.open({ refused: false, header: () => undefined, streaming: true });
  const send = ({ body }) => (socket.write(encode(body, '\n')), sole.sent(body));
  return { traits, inbound: sole.inbound, send, settle: () => {}, listen: () => sole.channel, close };
}
