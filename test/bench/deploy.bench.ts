import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { dockerOver } from '#core/remote/docker/client.ts';
import { inspectService } from '#core/remote/docker/services.ts';
import {
  addService,
  deploy,
  makeGround,
  quickCheck,
  reconfigure,
  specOf,
} from '#test/integration/deploy-support.ts';
import { followPrintedEvents } from '#test/lab/docker-events.ts';
import { startServer } from '#test/lab/index.ts';
import { openDockerCli } from './docker-cli.ts';
import { countHealthy } from './healthy-replicas.ts';
import { connectTo } from './lab-target.ts';
import { bound, printTable, summarize } from './measure.ts';
import { measureWaysBack } from './way-back.ts';

/**
 * Updates of 2 replicas to an image that the server has, through the core and by the docker CLI. Swarm itself
 * says when it accepted an update and when that was complete (the lab's clock is this machine's), so what
 * either adds is known exactly: what comes before the first and after the second.
 */
const updates = 10;
const cliUpdates = 4;
const replicas = 2;
const boundMs = 50;
const wayBackBoundMs = 2_000;
const pauseMs = 2_000;
const images = ['quayside-lab/app:2', 'quayside-lab/app:1'] as const;
const imageOf = (round: number): string => images[round % 2] ?? images[0];

interface Update {
  readonly totalNs: number;
  readonly swarmNs: number;
  readonly beforeNs: number;
  readonly afterNs: number;
  readonly addedNs: number;
}

await using server = await startServer({
  swarm: true,
  images: [...images, 'quayside-lab/app:unhealthy'],
});
await using ground = await makeGround(server);
using cli = openDockerCli([server]);
const connection = await connectTo(server);
const docker = dockerOver(connection);

const accepted = new Map<string, number>();
const completed = new Map<string, number>();
const stopServices = followPrintedEvents(server, ['type=service', 'event=update'], ({ Actor, timeNano }) => {
  const { name = '', 'updatestate.new': state } = Actor.Attributes;
  if (!accepted.has(name)) accepted.set(name, timeNano / 1e6);
  if (state === 'completed') completed.set(name, timeNano / 1e6);
});

/** Times one update of a Swarm service and takes out of it what Swarm's own events say was Swarm's part. */
const time = async (name: string, update: () => Promise<void>): Promise<Update> => {
  accepted.delete(name);
  completed.delete(name);
  const started = performance.timeOrigin + performance.now();
  await update();
  const ended = performance.timeOrigin + performance.now();
  while (!completed.has(name)) await delay(20);
  const service = await inspectService(docker, name);
  if (service?.update.state !== 'completed') throw new Error(`${name}: update ${service?.update.state}`);
  const [begunMs = Number.NaN, doneMs = Number.NaN] = [accepted.get(name), completed.get(name)];
  const [beforeNs, swarmNs, afterNs] = [
    (begunMs - started) * 1e6,
    (doneMs - begunMs) * 1e6,
    (ended - doneMs) * 1e6,
  ];
  return { totalNs: (ended - started) * 1e6, swarmNs, beforeNs, afterNs, addedNs: beforeNs + afterNs };
};

const spec = specOf({ replicas, healthCheck: quickCheck, soakSeconds: 1 });
const serviceId = await addService(ground, 'web', spec);
const healthy = countHealthy(server, serviceId);
await delay(1_000);
const first = await deploy(ground, serviceId);
if (first.state !== 'succeeded') throw new Error(`first deployment: ${first.state} ${first.reason}`);
while (healthy.now < replicas) await delay(50);
const ourName = await server.docker('service', 'ls', '--format', '{{.Name}}');

const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, command } = quickCheck;
await server.docker(
  ...['service', 'create', '--detach', '--quiet', '--name', 'peer', '--replicas', String(replicas)],
  ...['--health-cmd', command.join(' '), '--health-interval', `${intervalSeconds}s`],
  ...['--health-timeout', `${timeoutSeconds}s`, '--health-retries', String(retries)],
  ...['--health-start-period', `${startPeriodSeconds}s`, '--endpoint-mode', 'dnsrr', '--init'],
  ...['--update-order', 'start-first', '--update-monitor', '1s', '--update-failure-action', 'rollback'],
  ...['--no-resolve-image', imageOf(1)],
);
await delay(5_000);

const cliUpdate = (image: string) => [
  ...['service', 'update', '--quiet', '--no-resolve-image', '--image', image, 'peer'],
];
const updateOverSsh = async (image: string): Promise<void> => {
  const { ok, stderr } = await cli.run(server, cliUpdate(image));
  if (!ok) throw new Error(stderr);
};
const updateInside = async (image: string): Promise<void> => {
  await server.docker(...cliUpdate(image));
};
const updateByUs = async (): Promise<void> => {
  const { state, reason } = await deploy(ground, serviceId);
  if (state !== 'succeeded') throw new Error(`${state}: ${reason}`);
};

const ours: Update[] = [];
const overSsh: Update[] = [];
const inside: Update[] = [];
let fewest = Number.POSITIVE_INFINITY;
for (let round = 0; round < updates; round += 1) {
  await reconfigure(ground.client, serviceId, { ...spec, source: { type: 'image', image: imageOf(round) } });
  // nobody deploys while the lease of the update before is on its way back and its old tasks still end
  await delay(pauseMs);
  healthy.restart();
  ours.push(await time(ourName, updateByUs));
  fewest = Math.min(fewest, healthy.fewest);
  if (round >= cliUpdates) continue;
  const [mine, other] = round % 2 === 0 ? [inside, updateInside] : [overSsh, updateOverSsh];
  mine.push(await time('peer', () => (other as typeof updateInside)(imageOf(round))));
}
const waysBack = await measureWaysBack(server, ground);
await Promise.all([healthy.stop(), stopServices()]);
connection.close();

const row = (name: string, key: keyof Update, of: readonly Update[]) =>
  summarize(
    name,
    of.map((each) => each[key]),
  );
const added = row('quayside', 'addedNs', ours);
const cliAdded = row('docker CLI inside the server', 'addedNs', inside);
printTable(`Whole update of ${replicas} replicas (load average ${loadavg()[0]?.toFixed(1)})`, [
  row('quayside', 'totalNs', ours),
  row('docker -H ssh:// service update', 'totalNs', overSsh),
  row('docker CLI inside the server', 'totalNs', inside),
]);
printTable('Of it before Swarm accepts', [
  row('quayside', 'beforeNs', ours),
  row('docker -H ssh:// service update', 'beforeNs', overSsh),
  row('docker CLI inside the server', 'beforeNs', inside),
]);
printTable('Of it after Swarm completed', [
  row('quayside', 'afterNs', ours),
  row('docker -H ssh:// service update', 'afterNs', overSsh),
  row('docker CLI inside the server', 'afterNs', inside),
]);
printTable('Added to the time that Swarm itself needs', [
  added,
  row('docker -H ssh:// service update', 'addedNs', overSsh),
  cliAdded,
]);
const more = (added.medianNs - cliAdded.medianNs) / 1e6;
bound(
  `at most ${boundMs} ms more than the docker CLI inside the server`,
  more <= boundMs,
  `${more.toFixed(0)} ms`,
);
bound(`never fewer than ${replicas} healthy in ${updates} updates`, fewest >= replicas, `${fewest}`);
const secondsOf = (values: readonly number[]): string =>
  values.map((value) => (value / 1e3).toFixed(1)).join(', ');
for (const { name, outageMs, ownStartMs, moreMs, loads } of waysBack) {
  bound(
    `a version with a host port that ${name}: the old one is back within its own start (${secondsOf([ownStartMs])} s) and ${wayBackBoundMs / 1e3} s`,
    outageMs <= ownStartMs + wayBackBoundMs,
    `${secondsOf([outageMs])} s; ${secondsOf(moreMs)} s more than the start before each, at load ${loads.map((load) => load.toFixed(1)).join(', ')}`,
  );
}
