/** Services of this machine, and of another container, that are not to be reached from behind the fence. */
import { execFileSync } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buildBaseImage, waitUntil } from './engine.test.support.js';

/** A way out of a container, as the hostile image takes it. */
interface Way {
  over: 'tcp' | 'udp4' | 'udp6' | 'unix';
  host: string;
  port: number;
  say: string;
}

const MULTICAST = '239.255.42.99';

/** Answers everything on TCP and UDP at one port. */
const ECHO = `
const said = (data, back) => { console.log(String(data)); back(data); };
require('net').createServer((s) => s.on('error', () => {}).on('data', (d) => said(d, (x) => s.write(x)))).listen(7000);
const u = require('dgram').createSocket('udp4');
u.on('message', (d, from) => said(d, (x) => u.send(x, from.port, from.address))).bind(7000, () => console.log('up'));`;

const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim();

/** Services on all addresses of this machine, and ways that might lead there. */
export async function startServices() {
  const heard = new Set<string>();
  const closing: (() => void)[] = [];
  const tcp = async (at: object): Promise<number> => {
    const server: Server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', (said) => {
          heard.add(String(said));
          socket.write(said);
        });
    });
    closing.push(() => server.close());
    server.listen(at);
    await once(server, 'listening');
    return (server.address() as AddressInfo | null)?.port ?? 0;
  };
  const udp = async (type: 'udp4' | 'udp6'): Promise<number> => {
    const socket: UdpSocket = createSocket({ type, reuseAddr: true });
    closing.push(() => socket.close());
    socket.on('message', (said, from) => {
      heard.add(String(said));
      socket.send(said, from.port, from.address);
    });
    socket.bind(0);
    await once(socket, 'listening');
    if (type === 'udp4') socket.addMembership(MULTICAST);
    return socket.address().port;
  };
  const ports = { tcp: await tcp({ host: '::', port: 0 }), udp4: await udp('udp4'), udp6: await udp('udp6') };
  await tcp({ path: '\0mcptc-ways-out' });

  const other = docker('run', '-d', '--rm', await buildBaseImage(), 'node', '-e', ECHO);
  closing.push(() => docker('rm', '-f', other));
  const address = docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', other);
  await waitUntil(async () => docker('logs', other).includes('up'));

  const ways: Way[] = [];
  const add = (over: Way['over'], host: string, port = over === 'tcp' ? ports.tcp : ports[over as 'udp4']) =>
    ways.push({ over, host, port, say: `${over} ${host} ${port}` });
  const own = Object.entries(networkInterfaces()).flatMap(([name, all]) =>
    (all ?? []).map((one) => ({ ...one, name })),
  );
  for (const { family, address: at, scopeid } of own) {
    if (family === 'IPv4') {
      add('tcp', at);
      add('udp4', at);
    } else {
      const scoped = scopeid ? `${at}%eth0` : at;
      add('tcp', scoped);
      add('udp6', scoped);
    }
  }
  for (const host of ['host.docker.internal', 'gateway.docker.internal', 'host.testcontainers.internal'])
    add('tcp', host);
  // Each address as one of IPv6, the names for "here", and whatever answers names inside networks of an engine.
  for (const host of ['::ffff:172.17.0.1', '0.0.0.0', '127.0.0.2', '169.254.169.254', '127.0.0.11'])
    add('tcp', host);
  add('udp4', '127.0.0.11', 53);
  add('udp4', '255.255.255.255');
  add('udp4', MULTICAST);
  add('tcp', address, 7000);
  add('udp4', address, 7000);
  add('unix', '@mcptc-ways-out', 0);
  add('unix', '/var/run/docker.sock', 0);
  return {
    ways,
    /** What was heard so far, here and there. */
    heard: (): string[] => [
      ...heard,
      ...docker('logs', other)
        .split('\n')
        .filter((line) => line !== 'up'),
    ],
    stop: () => closing.forEach((close) => close()),
  };
}
