import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { caddyImage, loadCaddy, startServer } from '#test/lab/index.ts';
import {
  addService,
  deploy,
  logText,
  makeGround,
  reconfigure,
  untilEnd,
} from '../integration/deploy-support.ts';
import { ask, longSpec, openSocket } from '../integration/routing-support.ts';

/**
 * Updates and ways back of a service behind a proxy, one after another, while 500 visitors a second ask it; across each
 * of them one asks for ten seconds, one uploads and one holds a socket open. None of them may be lost.
 */
const [updates, waysBack, perSecond, leastRequests] = [20, 5, 500, 60_000];
const host = 'shop.example.com';
const loadSchema = z.object({
  sent: z.number(),
  lost: z.array(z.string()),
  versions: z.record(z.string(), z.number()),
  seconds: z.number(),
  ms: z.object({ median: z.number(), p99: z.number(), longest: z.number() }),
});

const server = await startServer({ swarm: true, images: ['quayside-lab/app:1', 'quayside-lab/app:2'] });
const ground = await makeGround(server);
const { client, serverId } = ground;

async function makeService(): Promise<string> {
  await loadCaddy(server);
  await client.proxy.install({ serverId, type: 'caddy', image: caddyImage });
  const serviceId = await addService(ground, 'web', longSpec('quayside-lab/app:1'));
  await client.domain.create({ serviceId, host, port: 8080, https: 'none' });
  await client.domain.create({ serviceId, host, path: '/socket', port: 8081, https: 'none' });
  const { state, reason } = await deploy(ground, serviceId);
  if (state !== 'succeeded') throw new Error(`the first deployment ${state}: ${reason}`);
  return serviceId;
}

/** Visitors of long work across one deployment; answers what of it was lost. */
async function acrossOne(start: () => Promise<{ id: string }>): Promise<string[]> {
  const lost: string[] = [];
  const note = (what: string) => (error: unknown) => void lost.push(`${what}: ${String(error)}`);
  const expectBody = (what: string, wanted: string) => (answer: { status: number; body: string }) => {
    if (answer.status !== 200 || !answer.body.startsWith(wanted)) note(what)(JSON.stringify(answer));
  };
  const slow = ask(server, host, '/cgi-bin/slow').then(
    expectBody('ten seconds', 'slow '),
    note('ten seconds'),
  );
  const upload = ask(server, host, '/cgi-bin/upload', {
    method: 'POST',
    headers: { 'Content-Length': '12000' },
    body: slowly('x'.repeat(1_000), 12),
  }).then(expectBody('upload', 'got 12000'), note('upload'));
  const socket = await openSocket(server, host, '/socket');
  const { id } = await start();
  const routed = async (): Promise<void> => {
    while (!(await logText(client, id)).includes('The proxy leads to the new version.')) await delay(100);
    socket.write('still here\n');
    const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(10_000) });
    if (String(answer) !== 'still here\n') note('socket')(String(answer));
    socket.end();
  };
  const [ended] = await Promise.all([untilEnd(ground, id), routed().catch(note('socket')), slow, upload]);
  if (ended.state !== 'succeeded') note(`deployment ${ended.number}`)(`${ended.state} ${ended.reason}`);
  return lost;
}

async function* slowly(piece: string, times: number): AsyncGenerator<string> {
  for (let turn = 0; turn < times; turn += 1) {
    yield piece;
    await delay(500);
  }
}

try {
  const serviceId = await makeService();
  console.log(`Load average: ${readFileSync('/proc/loadavg', 'utf8').trim()}`);
  const script = fileURLToPath(new URL('drain-load.ts', import.meta.url));
  const visitors = spawn(process.execPath, [script, server.address, host, String(perSecond)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const told = text(visitors.stdout);
  const lost: string[] = [];
  for (let turn = 1; turn <= updates + waysBack; turn += 1) {
    const isWayBack = turn % 5 === 0;
    const lostNow = await acrossOne(async () => {
      if (isWayBack) {
        const { items } = await client.deployment.list({ serviceId });
        return client.deployment.rollback({ deploymentId: items[1]?.id ?? '' });
      }
      const version = turn % 2 === 0 ? '1' : '2';
      await reconfigure(client, serviceId, longSpec(`quayside-lab/app:${version}`));
      return client.deployment.create({ serviceId });
    });
    lost.push(...lostNow.map((what) => `${isWayBack ? 'way back' : 'update'} ${turn}: ${what}`));
    console.log(`${turn} of ${updates + waysBack}${isWayBack ? ', a way back' : ''}: ${lostNow.length} lost`);
  }
  visitors.stdin.end();
  const load = loadSchema.parse(JSON.parse(await told));
  lost.push(...load.lost);
  const { median, p99, longest } = load.ms;
  console.log(
    `${load.sent} requests in ${load.seconds.toFixed(0)} s (${(load.sent / load.seconds).toFixed(0)}/s), answered by version ${JSON.stringify(load.versions)}; ${3 * (updates + waysBack)} long ones`,
  );
  console.log(`median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(0)} ms`);
  console.log(
    `lost: ${lost.length}${lost
      .slice(0, 20)
      .map((what) => `\n  ${what}`)
      .join('')}`,
  );
  if (lost.length > 0 || load.sent < leastRequests) process.exitCode = 1;
} finally {
  await ground[Symbol.asyncDispose]();
  await server.stop();
}
