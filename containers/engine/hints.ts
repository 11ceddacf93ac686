/** Names the part of the fence that stood in a target's way, where what it said shows that. */
import type { Fence } from './fence.js';

/** What a target says when the fence refuses it something, and the option that would allow it. */
const SIGNS: readonly {
  said: RegExp;
  what: string;
  option: keyof Fence;
  holds: (fence: Fence) => boolean;
}[] = [
  {
    said: /EROFS|read-only file ?system/i,
    what: 'writing outside /tmp',
    option: 'readOnly',
    holds: ({ readOnly }) => readOnly,
  },
  {
    said: /ENETUNREACH|network is unreachable|EAI_AGAIN|temporary failure in name resolution|no such host|dial tcp.*:53: connection refused/i,
    what: 'the network',
    option: 'network',
    holds: ({ network }) => !network,
  },
  {
    said: /heap out of memory|OutOfMemoryError|MemoryError|cannot allocate memory|ENOMEM/i,
    what: 'more memory',
    option: 'memory',
    holds: () => true,
  },
  { said: /ENOSPC|no space left on device/i, what: 'more room in /tmp', option: 'tmp', holds: () => true },
  {
    said: /resource temporarily unavailable|can't start new thread|pthread_create|spawn \S+ EAGAIN|fork: retry/i,
    what: 'more processes',
    option: 'processes',
    holds: () => true,
  },
  {
    said: /EPERM|operation not permitted|EACCES[^\n]*:\d{1,3}\b|bind: permission denied/i,
    what: 'a right that it has not',
    option: 'capabilities',
    holds: ({ capabilities }) => capabilities.length === 0,
  },
];

/** What the fence refused it, or nothing where nothing that it said points there. */
export function explainFence(said: string, fence: Fence): string {
  const found = SIGNS.filter((sign) => sign.said.test(said) && sign.holds(fence));
  return found.map(({ what, option }) => `the fence refuses it ${what}: see \`fence.${option}\``).join('; ');
}

/** The same of one that is over. */
export function explainEnd(said: string, fence: Fence, outOfMemory: boolean): string {
  const limit = `${Math.round(fence.memory / 1024 / 1024)} MiB`;
  const killed = outOfMemory ? `it was out of memory: the fence allows ${limit}, see \`fence.memory\`` : '';
  return [killed, explainFence(said, fence)].filter((text) => text !== '').join('; ');
}
