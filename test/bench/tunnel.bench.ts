import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OpenTunnel } from '#core/modules/tunnel/open-tunnel.ts';
import { dockerOver } from '#core/remote/docker/client.ts';
import { addressesOn } from '#core/remote/docker/networks.ts';
import { forwardTo } from '#core/remote/ssh/forward.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { connectTo } from './lab-target.ts';
import { bound, printTable, summarize } from './measure.ts';

/**
 * A file from a container and a word that comes back from there, by a tunnel of ours and by `ssh -L` to the same address,
 * in turns. The client is a process of its own for both. `ssh` is Debian's with its own choice of ciphers; what it is by the
 * cipher that we choose is measured beside it.
 */
const fileMib = 128;
const rounds = 10;
const words = 2_000;
const client = fileURLToPath(new URL('tunnel-client.ts', import.meta.url));

const server = await startServer({ swarm: true, images: ['quayside-lab/app:1'] });
const folder = mkdtempSync(join(tmpdir(), 'quayside-bench-tunnel-'));
const connection = await connectTo(server);
const container = await startService(server);
const address = (await addressesOn(dockerOver(connection), 'docker_gwbridge')).get(container) ?? '';

async function startService({ docker }: LabServer): Promise<string> {
  const run = (...argv: string[]) => docker.call(server, ...argv);
  await run('service', 'create', '--network', 'lab', '--endpoint-mode', 'dnsrr', 'quayside-lab/app:1');
  const id = await run('ps', '--quiet', '--no-trunc');
  await run('exec', id, 'dd', 'if=/dev/zero', 'of=/www/file', 'bs=1M', `count=${fileMib}`);
  await run('exec', '--detach', id, 'nc', '-ll', '-p', '7', '-e', 'cat');
  return id;
}

/** A port of this machine for each port of the container. */
interface Way {
  readonly name: string;
  readonly ports: Readonly<Record<80 | 7, number>>;
  end(): void;
}

async function byUs(): Promise<Way> {
  const openTo = (port: number) =>
    OpenTunnel.listen(0, async (signal) => {
      // what each connection of the product asks Docker first is part of it
      const host = (await addressesOn(dockerOver(connection), 'docker_gwbridge')).get(container) ?? '';
      const far = await forwardTo(connection, { host, port }, signal);
      return { far, serverId: '', isCut: () => false };
    });
  const [web, echo] = [await openTo(8080), await openTo(7)];
  return {
    name: 'quayside',
    ports: { 80: web.localPort, 7: echo.localPort },
    end: () => {
      web.close();
      echo.close();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const found = probe.address();
  probe.close();
  return typeof found === 'object' ? (found?.port ?? 0) : 0;
}

async function bySsh(name: string, more: readonly string[]): Promise<Way> {
  const ports = { 80: await freePort(), 7: await freePort() };
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, `${server.knownHostsLine}\n`);
  const { privateKeyPath, user, host, port } = server;
  const options = ['IdentitiesOnly=yes', 'BatchMode=yes', `UserKnownHostsFile=${knownHosts}`, ...more];
  const forwards = [`${ports[80]}:${address}:8080`, `${ports[7]}:${address}:7`];
  const ssh = spawn('/usr/bin/ssh', [
    ...['-F', '/dev/null', '-N', '-i', privateKeyPath, '-p', String(port)],
    ...options.flatMap((option) => ['-o', option]),
    ...forwards.flatMap((forward) => ['-L', `127.0.0.1:${forward}`]),
    `${user}@${host}`,
  ]);
  const listens = async (): Promise<boolean> => {
    const socket = connect(ports[7], '127.0.0.1');
    return once(socket, 'connect').then(
      () => !!socket.destroy(),
      () => false,
    );
  };
  while (!(await listens())) if (ssh.exitCode !== null) throw new Error('ssh ended');
  return { name, ports, end: () => void ssh.kill() };
}

const run = promisify(execFile);

async function measure(mode: 'download' | 'echo', port: number, count = 1): Promise<number[]> {
  const { stdout } = await run(process.execPath, [client, mode, String(port), String(count)]);
  return JSON.parse(stdout);
}

try {
  const ways = [
    await byUs(),
    await bySsh('ssh -L', []),
    await bySsh('ssh -L, the same cipher', ['Ciphers=aes128-gcm@openssh.com']),
  ];
  console.log(`Load average: ${readFileSync('/proc/loadavg', 'utf8').trim()}`);
  const downloads = ways.map((): number[] => []);
  const echoes = ways.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, { ports }] of ways.entries()) {
      const [download, echo] = [await measure('download', ports[80]), await measure('echo', ports[7], words)];
      if (round < 0) continue;
      downloads[index]?.push(...download.map((ns) => ns / fileMib));
      echoes[index]?.push(...echo);
    }
  }
  const throughput = ways.map(({ name }, index) => summarize(name, downloads[index] ?? []));
  const latency = ways.map(({ name }, index) => summarize(name, echoes[index] ?? []));
  printTable(`a file of ${fileMib} MiB, time for each MiB`, throughput);
  printTable('64 bytes there and back on an open connection', latency);
  const ratio = (of: typeof latency, by: number): number => (of[0]?.medianNs ?? 0) / (of[by]?.medianNs ?? 1);
  const [through, late] = [1 / ratio(throughput, 1), ratio(latency, 1)];
  bound('at least 0.8× the throughput of ssh -L', through >= 0.8, `${through.toFixed(2)}×`);
  bound('at most 1.2× the latency of ssh -L', late <= 1.2, `${late.toFixed(2)}×`);
  for (const way of ways) way.end();
} finally {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
}
