import { readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { type DockerClient, dockerOver } from '#core/remote/docker/client.ts';
import { listContainers } from '#core/remote/docker/containers.ts';

import type { SshConnection } from '#core/remote/ssh/types.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { openDockerCli } from './docker-cli.ts';
import { connectTo } from './lab-target.ts';
import { bound, printTable, summarize } from './measure.ts';

/**
 * One call lists the containers, of which each server has one, behind its sshd as Debian ships it (MaxSessions
 * 10, MaxStartups 10:30:100). Ours goes over connections that stand; the docker CLI and
 * dockerode have no such thing and sign in for every call, which is what this compares.
 */
const batch = 50;
const serverCounts = [1, 10];
/** Answers the id of the server's only container. */
type Call = (server: LabServer) => Promise<string>;
interface Attempts {
  readonly samplesNs: number[];
  refused: number;
}

const servers = await Promise.all(
  Array.from({ length: Math.max(...serverCounts) }, () => startServer({ images: ['quayside-lab/app:1'] })),
);
await Promise.all(servers.map((server) => server.docker('create', 'quayside-lab/app:1')));
using cli = openDockerCli(servers);
const connections = new Map<LabServer, SshConnection>();
const clients = new Map<LabServer, DockerClient>();
for (const server of servers) {
  const connection = await connectTo(server);
  connections.set(server, connection);
  clients.set(server, dockerOver(connection));
}

const ours: Call = async (server) => {
  const client = clients.get(server);
  if (!client) throw new Error(`no connection to ${server.name}`);
  return (await listContainers(client, { all: true })).map(({ id }) => id).join();
};
const theirs: Call = async (server) => {
  const { ok, stdout, stderr } = await cli.run(server, ['ps', '--all', '--quiet', '--no-trunc']);
  if (!ok) throw new Error(stderr);
  return stdout.trim();
};
const privateKey = readFileSync(servers[0]?.privateKeyPath ?? '', 'utf8');
const dockerode: Call = async ({ host, port, user }) => {
  // Its own agent runs `docker system dial-stdio` on a connection of its own, one for every client.
  const client = new Docker({ protocol: 'ssh', host, port, username: user, sshOptions: { privateKey } });
  return (await client.listContainers({ all: true })).map(({ Id }) => Id).join();
};

/** Calls at once, spread over the servers; a sample is their time divided by their number, refused ones included. */
const attempt = async (
  call: Call,
  among: readonly LabServer[],
  atOnce: number,
  into: Attempts,
): Promise<void> => {
  const started = process.hrtime.bigint();
  const outcomes = await Promise.allSettled(
    Array.from({ length: atOnce }, (_, index) => call(among[index % among.length] as LabServer)),
  );
  const elapsed = Number(process.hrtime.bigint() - started);
  into.refused += outcomes.filter(({ status }) => status === 'rejected').length;
  into.samplesNs.push(elapsed / atOnce);
};

const [expected] = await Promise.all(servers.map(ours));
for (const call of [theirs, dockerode]) {
  const answer = await call(servers[0] as LabServer);
  if (answer !== expected) throw new Error(`answers differ: ${answer} and ${expected}`);
}
console.log(`All three answer the same. Load average: ${readFileSync('/proc/loadavg', 'utf8').trim()}`);

/** Alternates: a call of a peer costs as much as hundreds of ours, so ours runs many, before each of them. */
const compare = async (among: readonly LabServer[], atOnce: number): Promise<void> => {
  const contenders = [
    { name: 'quayside', call: ours, times: atOnce === 1 ? 30 : 10 },
    { name: 'docker -H ssh://', call: theirs, times: 1 },
    { name: 'dockerode ssh', call: dockerode, times: 1 },
  ];
  const attempts = contenders.map((): Attempts => ({ samplesNs: [], refused: 0 }));
  const rounds = atOnce === 1 ? 6 : 1;
  for (let time = 0; time < 10; time += 1) await attempt(ours, among, atOnce, { samplesNs: [], refused: 0 });
  for (let round = 0; round < rounds; round += 1) {
    for (const index of [0, 1, 0, 2]) {
      const { call, times } = contenders[index] as (typeof contenders)[number];
      const into = attempts[index] as Attempts;
      for (let time = 0; time < times; time += 1) {
        const target = atOnce === 1 ? [among[(round + time) % among.length] as LabServer] : among;
        await attempt(call, target, atOnce, into);
      }
    }
  }
  const measured = contenders.map(({ name }, index) => summarize(name, attempts[index]?.samplesNs ?? []));
  printTable(
    `${atOnce} at a time, ${among.length} server${among.length > 1 ? 's' : ''}, time for each call`,
    measured,
  );
  for (const [index, { name, times }] of contenders.entries()) {
    console.log(
      `  ${name}: ${attempts[index]?.refused} of ${rounds * times * atOnce * (index === 0 ? 2 : 1)} calls refused`,
    );
  }
  bound('none of ours refused', attempts[0]?.refused === 0, `${attempts[0]?.refused}`);
  const ratio = (measured[1]?.medianNs ?? 0) / (measured[0]?.medianNs ?? 1);
  bound('at least 100× docker -H ssh://', ratio >= 100, `${ratio.toFixed(0)}×`);
};

try {
  for (const count of serverCounts) {
    for (const atOnce of [1, batch]) await compare(servers.slice(0, count), atOnce);
  }
} finally {
  for (const connection of connections.values()) connection.close();
  await Promise.all(servers.map((server) => server.stop()));
}
