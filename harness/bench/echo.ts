// A server that does as little as a server can: it gives back what it gets. `--http` listens, else stdio.
import { createServer } from 'node:http';

const reply = (request: string): string => {
  const { id, params } = JSON.parse(request) as { id: number; params: unknown };
  return JSON.stringify({ jsonrpc: '2.0', id, result: params });
};

if (process.argv.includes('--http')) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(reply(Buffer.concat(chunks).toString('utf8')));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}/mcp\n`);
  });
} else {
  let rest: Buffer[] = [];
  process.stdin.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; start = end + 1, end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      process.stdout.write(`${reply(Buffer.concat(rest).toString('utf8'))}\n`);
      rest = [];
    }
    rest.push(chunk.subarray(start));
  });
}
