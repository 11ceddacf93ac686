/** What keeps a target in a container from doing harm. Every field may be loosened by name in the config. */
export interface Fence {
  /** Nothing of the image can be written. */
  readOnly: boolean;
  /** Whether it reaches more than the ports that it publishes; on stdio it otherwise has no network at all. */
  network: boolean;
  /** Linux capabilities that it keeps; by default none. */
  capabilities: readonly string[];
  /** Whether its processes may gain privileges, as through setuid files. */
  newPrivileges: boolean;
  /** Processes and threads. */
  processes: number;
  /** Bytes, swap included. */
  memory: number;
  /** Of the machine's. */
  cpus: number;
  /** Bytes of /tmp, which is in memory, and counts as such. */
  tmp: number;
  /** `HOST:CONTAINER` or `HOST:CONTAINER:rw`; read-only without. */
  mounts: readonly string[];
}

const MIB = 1024 * 1024;

export const FENCE: Fence = {
  readOnly: true,
  network: false,
  capabilities: [],
  newPrivileges: false,
  processes: 256,
  memory: 512 * MIB,
  cpus: 1,
  tmp: 64 * MIB,
  mounts: [],
};

/** What is weaker than by default, as reports name it: `fence.readOnly=false`, `fence.memory=1073741824`. */
export function listLoosened(fence: Fence): string[] {
  const weaker: Record<keyof Fence, boolean> = {
    readOnly: !fence.readOnly,
    network: fence.network,
    capabilities: fence.capabilities.length > 0,
    newPrivileges: fence.newPrivileges,
    processes: fence.processes > FENCE.processes,
    memory: fence.memory > FENCE.memory,
    cpus: fence.cpus > FENCE.cpus,
    tmp: fence.tmp > FENCE.tmp,
    mounts: fence.mounts.length > 0,
  };
  return Object.entries(weaker)
    .filter(([, is]) => is)
    .map(([name]) => `fence.${name}=${String(fence[name as keyof Fence])}`);
}

/** A path for which an image asks for a disk of its own. */
export interface Volume {
  path: string;
  /** The image has files there, which are to be seen. */
  filled: boolean;
}

/** The fence in the engine's terms. */
export function toHostConfig(fence: Fence, o: { cpus: number; network: string; volumes: readonly Volume[] }) {
  const { memory, mounts } = fence;
  const inMemory = `rw,noexec,nosuid,nodev,size=${fence.tmp}`;
  const empty = o.volumes.filter(({ filled }) => !filled).map(({ path }) => path);
  return {
    ReadonlyRootfs: fence.readOnly,
    CapDrop: ['ALL'],
    CapAdd: [...fence.capabilities],
    SecurityOpt: fence.newPrivileges ? [] : ['no-new-privileges'],
    PidsLimit: fence.processes,
    Memory: memory,
    MemorySwap: memory,
    // An engine refuses more processors than it has.
    NanoCpus: Math.round(Math.min(fence.cpus, o.cpus) * 1e9),
    Tmpfs: Object.fromEntries(['/tmp', ...empty].map((path) => [path, inMemory])),
    // A disk has no bound. So what is on it can be read like the rest of the image, and written where that can.
    Mounts: o.volumes
      .filter(({ filled }) => filled)
      .map(({ path }) => ({ Type: 'volume' as const, Source: '', Target: path, ReadOnly: fence.readOnly })),
    Binds: mounts.map((mount) => (/:(ro|rw)$/.test(mount) ? mount : `${mount}:ro`)),
    NetworkMode: o.network,
    // Names are looked up by the engine, outside: without servers for it that is no way out either.
    ...(o.network === 'none' && !fence.network ? { Dns: ['127.0.0.1'] } : {}),
    // Somebody has to reap what the target leaves behind, and pass signals on.
    Init: true,
    // What it prints is read by us, and never fills the engine's disk.
    LogConfig: { Type: 'none', Config: {} },
  };
}
