import { spawn } from 'node:child_process';
import { startServer } from '#test/lab/index.ts';
import {
  addService,
  deploy,
  healthCheck,
  makeGround,
  reconfigure,
  specOf,
} from '../integration/deploy-support.ts';
import { bound, printTable, summarize } from './measure.ts';

/**
 * Start-first updates of 2 replicas between two images that are on the server, ours and the docker CLI's in
 * turn, with the same health check and monitor time. The CLI runs on the server itself, at its socket; its
 * time is taken there. Both times hold the seconds that Swarm takes; what counts is the difference.
 */
const updates = 10;
const allowedMs = 50;
const monitorSeconds = 1;

const server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
const ground = await makeGround(server);
const imageOf = (round: number): string => `quayside-lab/app:${1 + (round % 2)}`;
const ourSpec = (round: number) =>
  specOf({ image: imageOf(round), replicas: 2, soakSeconds: monitorSeconds });

const serviceId = await addService(ground, 'ours', ourSpec(0));
const first = await deploy(ground, serviceId);
if (first.state !== 'succeeded') throw new Error(first.reason ?? '');
const options = [
  ...['--replicas', '2', '--endpoint-mode', 'dnsrr', '--network', 'lab', '--no-resolve-image', '--detach'],
  ...['--update-order', 'start-first', '--update-monitor', `${monitorSeconds}s`, '--restart-delay', '2s'],
  ...['--health-cmd', healthCheck.command.join(' '), '--health-interval', `${healthCheck.intervalSeconds}s`],
  ...['--health-timeout', '1s', '--health-retries', '2', '--health-start-period', '1s'],
];
await server.docker('service', 'create', '--name', 'theirs', ...options, imageOf(0));

/** Counts healthy containers of our service by Docker's own events, past everything of ours. */
const healthy = new Set(
  (await server.docker('ps', '-q', '--no-trunc', '--filter', `label=quayside.service=${serviceId}`)).split(
    '\n',
  ),
);
let fewest = healthy.size;
const events = spawn('docker', [
  ...['exec', server.name, 'docker', 'events', '--format', '{{.Action}}\t{{.Actor.ID}}'],
  ...['--filter', `label=quayside.service=${serviceId}`, '--filter', 'type=container'],
]);
let rest = '';
events.stdout.on('data', (chunk: Buffer) => {
  const lines = `${rest}${chunk}`.split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    const [action = '', id = ''] = line.split('\t');
    if (action === 'health_status: healthy') healthy.add(id);
    if (['kill', 'die', 'health_status: unhealthy'].includes(action)) healthy.delete(id);
    fewest = Math.min(fewest, healthy.size);
  }
});

/** Nanoseconds from the request to the answered success, and what Swarm itself took of them. */
const ours = async (round: number): Promise<{ totalNs: number; swarmNs: number }> => {
  await reconfigure(ground.client, serviceId, ourSpec(round));
  const started = process.hrtime.bigint();
  const ended = await deploy(ground, serviceId);
  const totalNs = Number(process.hrtime.bigint() - started);
  if (ended.state !== 'succeeded') throw new Error(ended.reason ?? ended.state);
  const name = await server.docker(
    'service',
    'ls',
    '--filter',
    `label=quayside.service=${serviceId}`,
    '--format',
    '{{.ID}}',
  );
  const [from = '', to = ''] = (
    await server.docker(
      'service',
      'inspect',
      '--format',
      '{{json .UpdateStatus.StartedAt}} {{json .UpdateStatus.CompletedAt}}',
      name,
    )
  ).split(' ');
  return { totalNs, swarmNs: (Date.parse(JSON.parse(to)) - Date.parse(JSON.parse(from))) * 1e6 };
};

const timed = 's=$(date +%s%N); "$@" >/dev/null && echo $(( $(date +%s%N) - s ))';
const theirs = async (round: number): Promise<number> =>
  Number(
    await server.must([
      ...[
        'sh',
        '-c',
        timed,
        'sh',
        'docker',
        'service',
        'update',
        '--quiet',
        '--no-resolve-image',
        '--detach=false',
      ],
      ...['--image', imageOf(round), 'theirs'],
    ]),
  );

const [ourNs, addedNs, theirNs]: [number[], number[], number[]] = [[], [], []];
for (let round = 1; round <= updates; round += 1) {
  const { totalNs, swarmNs } = await ours(round);
  ourNs.push(totalNs);
  addedNs.push(totalNs - swarmNs);
  theirNs.push(await theirs(round));
}
events.kill();

const [our, their, added] = [
  summarize('quayside', ourNs),
  summarize('docker service update', theirNs),
  summarize('of ours, outside Swarm’s update', addedNs),
];
printTable(`${updates} start-first updates of 2 replicas, monitored for ${monitorSeconds} s`, [
  our,
  their,
  added,
]);
const difference = (our.medianNs - their.medianNs) / 1e6;
bound(`added wall time ≤ ${allowedMs} ms`, difference <= allowedMs, `${difference.toFixed(0)} ms (median)`);
bound('never fewer than 2 healthy replicas', fewest >= 2, `${fewest} at the least`);
await ground[Symbol.asyncDispose]();
await server.stop();
process.exit();
