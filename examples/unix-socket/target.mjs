/** What the contract test talks to: does with each request what its method says. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { behave, log } from 'mcp-transport-conformance/adapter/contract';

const [, , path, ...words] = process.argv;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const write = async (bytes) => {
    if (!socket.write(bytes)) await once(socket, 'drain');
  };
  const wire = {
    send: (message) => write(Buffer.concat([message, Buffer.from('\n')])),
    part: write,
    drop: () => socket.destroy(),
    finish: () => socket.end(),
  };
  socket.on('error', (error) => log(`error ${error.message}`));
  socket.on('end', () => words.includes('stubborn') || socket.end());
  createInterface({ input: socket }).on('line', (line) => {
    behave(JSON.parse(line), Buffer.from(line), wire).catch((error) => log(`gone ${error.message}`));
  });
});
server.listen(path, () => log('listening'));
