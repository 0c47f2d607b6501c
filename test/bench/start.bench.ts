import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { connectToHost, dataFolder, memoryOf, seedHugeStore, startHeadlessHost } from './headless-host.ts';
import { bound, printTable, summarize } from './measure.ts';

/** From spawning a host on an existing store until it is ready, beside a Node that does nothing. */
const rounds = 15;
const idleMs = 5_000;

const startNothing = async (): Promise<number> => {
  const started = process.hrtime.bigint();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return Number(process.hrtime.bigint() - started);
};

const startOn = async (path: string): Promise<number> => {
  const host = await startHeadlessHost(path);
  await host.stop();
  return host.startedInNs;
};

using empty = dataFolder();
using huge = dataFolder();
await seedHugeStore(huge.path);
const contenders = [
  { name: 'node -e 0', start: startNothing },
  { name: 'host, empty store', start: () => startOn(empty.path) },
  { name: 'host, 10,000 services', start: () => startOn(huge.path) },
];
const samples = contenders.map((): number[] => []);
for (let round = -2; round < rounds; round += 1) {
  for (const [index, { start }] of contenders.entries()) {
    const elapsed = await start();
    if (round >= 0) samples[index]?.push(elapsed);
  }
}
const rows = contenders.map(({ name }, index) => summarize(name, samples[index] ?? []));
printTable(
  `Start to ready (load average ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')})`,
  rows,
);
const [nothing, ...hosts] = rows;
for (const host of hosts) {
  const ratio = host.medianNs / (nothing?.medianNs ?? Number.NaN);
  bound(`${host.name} ready in at most 3× node -e 0`, ratio <= 3, `${ratio.toFixed(2)}×`);
}

console.log('\nMemory with 10,000 services');
const host = await startHeadlessHost(huge.path);
const tell = (when: string): number => {
  const { rssMiB, pssMiB } = memoryOf(host.pid);
  console.log(`  ${when.padEnd(38)} RSS ${rssMiB.toFixed(1)} MiB, PSS ${pssMiB.toFixed(1)} MiB`);
  return rssMiB;
};
await delay(idleMs);
const idle = tell('idle since its start');
const connection = await connectToHost(host);
const [organization] = await connection.client.organization.list();
const { nodes } = await connection.client.tree.get({ organizationId: organization?.id ?? '' });
connection.close();
await delay(idleMs);
const after = tell(`idle after it sent ${nodes.length.toLocaleString('en')} nodes`);
await host.stop();
bound(
  'an idle host takes at most 120 MiB',
  idle <= 120 && after <= 120,
  `${Math.max(idle, after).toFixed(1)} MiB`,
);
