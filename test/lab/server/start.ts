import { ensureDaemon } from '../host/daemon.ts';
import { createKeyPair, labKey } from '../host/keys.ts';
import { ensureNetwork } from '../host/network.ts';
import { ownIdentity, reapOrphans, watchOverThisProcess } from '../host/owner.ts';
import { whatIsMissing } from '../host/requirements.ts';
import { LabError } from '../host/run.ts';
import { ensureServerImages } from '../image/ensure.ts';
import { createContainer } from './create.ts';
import type { ServerOptions } from './options.ts';
import { LabServer, withoutComment } from './server.ts';

const tellOnStderr = (text: string): void => console.error(`lab: ${text}`);

/** Starts what all servers need (dockerd, network, images, keys) and removes what dead processes left; idempotent. */
export async function prepareLab(tell: (text: string) => void = tellOnStderr): Promise<void> {
  const missing = whatIsMissing();
  if (missing) throw new LabError(missing);
  await ensureDaemon();
  await reapOrphans();
  await ensureNetwork();
  await ensureServerImages(tell);
}

let prepared: Promise<void> | undefined;

/** Boots a server of this process (about 2 s); it is removed by `stop`, or when the process ends in whatever way. */
export async function startServer(options: ServerOptions = {}): Promise<LabServer> {
  prepared ??= prepareLab();
  await prepared;
  watchOverThisProcess();
  return startOwnedServer(ownIdentity(), options);
}

/** Boots a server of a given owner; the lab must be prepared. */
export async function startOwnedServer(owner: string, options: ServerOptions): Promise<LabServer> {
  const [key, hostKey] = await Promise.all([labKey(), createKeyPair()]);
  const slot = await createContainer(owner, options, { publicKey: key.publicKey, hostKey });
  const server = new LabServer(slot, options.user ?? 'root', key, withoutComment(hostKey.publicKey));
  try {
    for (const image of options.images ?? []) await server.loadImage(image);
    if (options.swarm) await startSwarm(server);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startSwarm(server: LabServer): Promise<void> {
  await server.docker('swarm', 'init', '--advertise-addr', server.address);
  await server.docker('network', 'create', '--driver', 'overlay', '--attachable', 'lab');
}
