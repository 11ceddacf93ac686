#!/usr/local/bin/node
// Becomes the owner of the working folder, so that what a run leaves there belongs to whoever mounted it, and then runs
// the tool. The group of Docker's socket is kept, because `--image` starts containers.
import { statSync } from 'node:fs';

const SOCKET = '/var/run/docker.sock';
const COMMAND = './node_modules/mcp-transport-conformance/dist/harness/cli/main.js';

if (process.getuid() === 0) becomeOwner();
await import(COMMAND);

function becomeOwner() {
  const { uid, gid } = statSync('.');
  if (uid === 0) return;
  const socket = statSync(SOCKET, { throwIfNoEntry: false });
  try {
    process.setgroups([gid, ...(socket === undefined ? [] : [socket.gid])]);
    process.setgid(gid);
    process.setuid(uid);
  } catch (error) {
    // A root without capabilities may not become anybody, and has no power to give up.
    if (error.code !== 'EPERM') throw error;
  }
}
