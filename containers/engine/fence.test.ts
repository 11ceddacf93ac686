import { describe, expect, it } from '@jest/globals';
import { FENCE, toHostConfig, listLoosened, type Fence } from './fence.js';

const around = { cpus: 2, network: 'none', volumes: [] };

describe('the fence', () => {
  it('is closed by default, and nothing of that is called loosened', () => {
    expect(toHostConfig(FENCE, around)).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: [],
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: 256,
      Memory: 512 * 1024 * 1024,
      MemorySwap: 512 * 1024 * 1024,
      NanoCpus: 1e9,
      Binds: [],
      NetworkMode: 'none',
    });
    expect(listLoosened(FENCE)).toEqual([]);
  });

  const looser: Fence = {
    readOnly: false,
    network: true,
    capabilities: ['NET_BIND_SERVICE'],
    newPrivileges: true,
    processes: 512,
    memory: 2 ** 30,
    cpus: 8,
    tmp: 2 ** 27,
    mounts: ['/data:/data', '/out:/out:rw'],
  };

  it.each(Object.keys(FENCE) as (keyof Fence)[])('names %s where it is looser', (name) => {
    const [said, ...more] = listLoosened({ ...FENCE, [name]: looser[name] });
    expect(said).toMatch(new RegExp(`^fence\\.${name}=`));
    expect(more).toEqual([]);
    expect(toHostConfig({ ...FENCE, [name]: looser[name] }, around)).not.toEqual(toHostConfig(FENCE, around));
  });

  it('is not loosened by what is tighter', () => {
    expect(listLoosened({ ...FENCE, memory: 1, processes: 8, cpus: 0.5, tmp: 1 })).toEqual([]);
  });

  it('asks for no more processors than there are, mounts read-only, and keeps the disks of an image in memory', () => {
    const volumes = [
      { path: '/var/lib/data', filled: false },
      { path: '/srv', filled: true },
    ];
    const host = toHostConfig(looser, { ...around, volumes });
    expect(host.NanoCpus).toBe(2e9);
    expect(host.Binds).toEqual(['/data:/data:ro', '/out:/out:rw']);
    expect(Object.keys(host.Tmpfs)).toEqual(['/tmp', '/var/lib/data']);
    // What the image has there is to be seen, and cannot fill a disk unless the user opens it.
    expect(host.Mounts).toEqual([{ Type: 'volume', Source: '', Target: '/srv', ReadOnly: false }]);
    expect(toHostConfig(FENCE, { ...around, volumes }).Mounts).toMatchObject([{ ReadOnly: true }]);
  });
});
