import { labCertificate } from '../host/certificate.ts';
import { ensureDaemon } from '../host/daemon.ts';
import { createKeyPair, labKey } from '../host/keys.ts';
import { ensureNetwork } from '../host/network.ts';
import { ownIdentity, reapOrphans, watchOverThisProcess } from '../host/owner.ts';
import { whatIsMissing } from '../host/requirements.ts';
import { LabError } from '../host/run.ts';
import { ensureImages } from '../image/ensure.ts';
import { createContainer } from './create.ts';
import type { MachineOptions, ServerOptions } from './options.ts';
import { LabServer, withoutComment } from './server.ts';

const tellOnStderr = (text: string): void => console.error(`lab: ${text}`);

/** Starts what all servers need (dockerd, network, images, keys) and removes what dead processes left; idempotent. */
export async function prepareLab(tell: (text: string) => void = tellOnStderr): Promise<void> {
  const missing = whatIsMissing();
  if (missing) throw new LabError(missing);
  await ensureDaemon();
  await reapOrphans();
  await ensureNetwork();
  await ensureImages(tell);
}

let prepared: Promise<void> | undefined;

/** Boots a server of this process (about 2 s); it is removed by `stop`, or when the process ends in whatever way. */
export const startServer = (options: ServerOptions = {}): Promise<LabServer> =>
  startMachine({ ...options, image: options.docker === 'absent' ? 'base' : 'server' });

/** Boots a machine of this process from any of the lab's images. */
export async function startMachine(options: MachineOptions): Promise<LabServer> {
  prepared ??= prepareLab().catch((error) => {
    prepared = undefined;
    throw error;
  });
  await prepared;
  watchOverThisProcess();
  return startOwnedMachine(ownIdentity(), options);
}

/** Boots a machine of a given owner; the lab must be prepared. */
export async function startOwnedMachine(owner: string, options: MachineOptions): Promise<LabServer> {
  const [key, hostKey, { certificate }] = await Promise.all([labKey(), createKeyPair(), labCertificate()]);
  const slot = await createContainer(owner, options, { publicKey: key.publicKey, hostKey, certificate });
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
