import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from './lock.ts';
import { stateFolder } from './paths.ts';
import { isAlive, processIdentity } from './process.ts';
import { docker, LabError, labEnvironment } from './run.ts';

const startTimeoutMs = 120_000;
const identityFile = (): string => join(stateFolder(), 'dockerd.pid');
const logFile = (): string => join(stateFolder(), 'dockerd.log');

/** Whether a dockerd answers on the host's socket. */
export function daemonAnswers(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const ping = request({ socketPath: '/var/run/docker.sock', path: '/_ping', timeout: 2000 }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  ping.on('timeout', () => ping.destroy());
  ping.on('error', () => resolve(false));
  ping.end();
  return promise;
}

/** Starts dockerd by hand where none answers; it outlives this process until `stopOwnDaemon`. */
export async function ensureDaemon(): Promise<void> {
  if (await daemonAnswers()) return;
  await withLock('dockerd', async () => {
    if (!(await daemonAnswers())) await startDaemon();
  });
}

async function startDaemon(): Promise<void> {
  const log = openSync(logFile(), 'w', 0o600);
  const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log], env: labEnvironment() });
  child.unref();
  child.on('error', () => undefined);
  writeFileSync(identityFile(), (child.pid && processIdentity(child.pid)) || '');
  await untilAnswering(child);
}

async function untilAnswering(child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && child.exitCode === null && child.pid) {
    if (await daemonAnswers()) return;
    await delay(100);
  }
  throw new LabError(`dockerd does not start:\n${readFileSync(logFile(), 'utf8').slice(-2000)}`);
}

/** The identity of the dockerd that the lab started and that still runs. */
export function ownDaemon(): string | undefined {
  if (!existsSync(identityFile())) return undefined;
  const identity = readFileSync(identityFile(), 'utf8');
  return isAlive(identity) ? identity : undefined;
}

/** Ends the dockerd that the lab started, unless somebody's containers still run on it; says whether it did. */
export async function stopOwnDaemon(): Promise<boolean> {
  const identity = ownDaemon();
  if (!identity || (await docker('ps', '--quiet'))) return false;
  process.kill(Number.parseInt(identity, 10), 'SIGTERM');
  while (isAlive(identity)) await delay(50);
  rmSync(identityFile(), { force: true });
  return true;
}
