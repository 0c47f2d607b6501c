import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stateFolder } from './paths.ts';
import { isAlive, processIdentity } from './process.ts';
import { docker, labEnvironment, run } from './run.ts';

export const ownerLabel = 'quayside-lab.owner';
/** Holds the path of the private key that opens the server. */
export const keyLabel = 'quayside-lab.key';

const folderPrefix = 'folder:';

/** The owner of servers that `npm run lab -- up` started: they stay until `down`, or until their key is gone. */
export const commandOwner = (): string => `${folderPrefix}${stateFolder()}`;

const ownerLives = (owner: string): boolean =>
  owner.startsWith(folderPrefix) ? existsSync(owner.slice(folderPrefix.length)) : isAlive(owner);

/** The identity of this process, under which its containers are labelled. */
export function ownIdentity(): string {
  const identity = processIdentity(process.pid);
  if (!identity) throw new Error('this process is not in /proc');
  return identity;
}

export type Owned = { id: string; name: string; owner: string; privateKeyPath: string };

/** All containers of the lab with their owners, stopped ones included. */
export async function listOwned(): Promise<Owned[]> {
  const format = `{{.ID}}\t{{.Names}}\t{{.Label "${ownerLabel}"}}\t{{.Label "${keyLabel}"}}`;
  const lines = await docker('ps', '--all', '--filter', `label=${ownerLabel}`, '--format', format);
  return lines
    .split('\n')
    .map((line) => line.split('\t'))
    .flatMap(([id, name, owner, privateKeyPath = '']) =>
      id && name && owner ? [{ id, name, owner, privateKeyPath }] : [],
    );
}

/** Removes containers with their volumes; one that is gone already is fine. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await run(['docker', 'rm', '--force', '--volumes', ...ids]);
}

/** Removes what processes that no longer live have left behind. */
export async function reapOrphans(): Promise<void> {
  const owned = await listOwned();
  const orphans = owned.filter(({ owner }) => !ownerLives(owner));
  await removeContainers(orphans.map(({ id }) => id));
}

// Waits until the pipe from its parent closes, which the kernel does however the parent dies; then removes twice,
// because a `docker run` of the dead parent may still have been under way.
const script = `
cat >/dev/null
for pause in 0 5; do
  sleep "$pause"
  docker ps --all --quiet --filter "label=$1" | xargs --no-run-if-empty docker rm --force --volumes
done`;

let isWatched = false;

/** Leaves a detached shell behind that removes this process's containers when it ends in any way, kill -9 included. */
export function watchOverThisProcess(): void {
  if (isWatched) return;
  isWatched = true;
  const watchdog = spawn('sh', ['-c', script, 'quayside-lab-watchdog', `${ownerLabel}=${ownIdentity()}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: labEnvironment(),
  });
  watchdog.unref();
  // The pipe must not keep this process alive either; a socket is what Node makes of it.
  if ('unref' in watchdog.stdin && typeof watchdog.stdin.unref === 'function') watchdog.stdin.unref();
}
