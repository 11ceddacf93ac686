/** Writes the command that starts a container by hand, behind the same fence. */
import type { Fence } from './fence.js';

/** What is to be started. */
export interface ByHand {
  image: { name: string };
  command?: readonly string[];
  fence: Fence;
  env: Readonly<Record<string, string>>;
  stdin: boolean;
}

/** `docker run …`, as a shell takes it. Of what is in the environment it has the names only. */
export function formatByHand({ image, command = [], fence, env, stdin }: ByHand): string {
  return [
    'docker run --rm --init',
    ...(stdin ? ['-i'] : []),
    ...(fence.network ? [] : ['--network none']),
    ...(fence.readOnly ? ['--read-only'] : []),
    '--cap-drop ALL',
    ...fence.capabilities.map((name) => `--cap-add ${name}`),
    ...(fence.newPrivileges ? [] : ['--security-opt no-new-privileges']),
    `--pids-limit ${fence.processes}`,
    `--memory ${fence.memory} --memory-swap ${fence.memory}`,
    `--cpus ${fence.cpus}`,
    `--tmpfs /tmp:rw,noexec,nosuid,nodev,size=${fence.tmp}`,
    ...fence.mounts.map((mount) => `-v ${quote(/:(ro|rw)$/.test(mount) ? mount : `${mount}:ro`)}`),
    ...Object.keys(env).map((name) => `-e ${quote(name)}`),
    ...[image.name, ...command].map(quote),
  ].join(' ');
}

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
