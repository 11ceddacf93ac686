/** A benchmark client that exchanges JSON lines with a child process, without an adapter. */
import { spawn } from 'node:child_process';
import { ECHO, endChild } from '../server.js';
import { makeMessage, Waiting, type EchoClient } from '../waiting.js';

export async function connectBareStdio(): Promise<EchoClient> {
  const child = spawn(process.execPath, [ECHO], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Waiting();
  let rest: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; start = end + 1, end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      waiting.settle(JSON.parse(Buffer.concat(rest).toString('utf8')));
      rest = [];
    }
    rest.push(chunk.subarray(start));
  });
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      child.stdin.write(`${JSON.stringify(makeMessage(id, params))}\n`);
      return reply;
    },
    close: () => endChild(child),
  };
}
