import { describe, expect, it } from '@jest/globals';
import { formatByHand } from './by-hand.js';
import { FENCE } from './fence.js';
import { explainEnd, explainFence } from './hints.js';

describe('what a target complains of', () => {
  it.each([
    ["Error: EROFS: read-only file system, open '/app/db.sqlite'", 'readOnly'],
    ['connect ENETUNREACH 192.0.2.1:80', 'network'],
    ['getaddrinfo EAI_AGAIN example.org', 'network'],
    ['FATAL ERROR: Reached heap limit - JavaScript heap out of memory', 'memory'],
    ['OSError: [Errno 28] No space left on device', 'tmp'],
    ['spawn /bin/cat EAGAIN', 'processes'],
    ['listen EACCES: permission denied 0.0.0.0:80', 'capabilities'],
  ])('%s names the option', (said, option) => {
    expect(explainFence(said, FENCE)).toMatch(
      new RegExp(`^the fence refuses it .*: see \`fence\\.${option}\`$`),
    );
  });

  it('names nothing that the user opened, and nothing for other complaints', () => {
    expect(explainFence('EROFS', { ...FENCE, readOnly: false })).toBe('');
    expect(explainFence('connect ENETUNREACH', { ...FENCE, network: true })).toBe('');
    expect(explainFence('Error: no database; EADDRINUSE 0.0.0.0:3000', FENCE)).toBe('');
  });

  it('of one that was killed for want of memory says how much it had', () => {
    expect(explainEnd('', FENCE, true)).toBe(
      'it was out of memory: the fence allows 512 MiB, see `fence.memory`',
    );
  });
});

it('the command by hand has the fence and the command, and of the environment no values', () => {
  const env = { TOKEN: 'secret' };
  const image = { name: 'someone/server' };
  const text = formatByHand({ image, command: ['--root', 'a b'], fence: FENCE, env, stdin: true });
  expect(text).toBe(
    'docker run --rm --init -i --network none --read-only --cap-drop ALL --security-opt no-new-privileges --pids-limit 256 ' +
      '--memory 536870912 --memory-swap 536870912 --cpus 1 --tmpfs /tmp:rw,noexec,nosuid,nodev,size=67108864 ' +
      "-e TOKEN someone/server --root 'a b'",
  );
});
