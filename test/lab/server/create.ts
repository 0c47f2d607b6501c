import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tarArchive } from '../host/archive.ts';
import { labKeyPath } from '../host/keys.ts';
import { networkName, slotAddress, slotName, slotPort, slots, startOnNetwork } from '../host/network.ts';
import { keyLabel, listOwned, ownerLabel, removeContainers } from '../host/owner.ts';
import { stateFolder } from '../host/paths.ts';
import { docker, LabError, must, run } from '../host/run.ts';
import { imageTags } from '../image/recipe.ts';
import { enterCommand } from './enter.ts';
import { type Identity, serverFiles } from './files.ts';
import type { MachineOptions } from './options.ts';

const bootTimeoutMs = 180_000;

const isLegacyCgroup = !existsSync('/sys/fs/cgroup/cgroup.controllers');

function disk({ dockerDiskMb }: MachineOptions): string {
  const target = 'destination=/var/lib/docker';
  return dockerDiskMb ? `type=tmpfs,${target},tmpfs-size=${dockerDiskMb}m` : `type=volume,${target}`;
}

/** Nobody answers at this name server, so that every look-up fails at once: Docker's own would keep silent for seconds. */
function resolverFile(): string {
  const path = join(stateFolder(), 'resolv.conf');
  if (!existsSync(path)) writeFileSync(path, 'nameserver 127.0.0.1\n');
  return path;
}

function createArguments(slot: number, owner: string, options: MachineOptions): string[] {
  const legacy = ['systemd.unified_cgroup_hierarchy=no', 'SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1'];
  const flags = [
    `name=${slotName(slot)}`,
    `hostname=${slotName(slot)}`,
    `label=${ownerLabel}=${owner}`,
    `label=${keyLabel}=${labKeyPath()}`,
    `network=${networkName}`,
    `ip=${slotAddress(slot)}`,
    `publish=127.0.0.1:${slotPort(slot)}:22`,
    `volume=${resolverFile()}:/etc/resolv.conf:ro`,
    ...['cap-add=ALL', 'cap-drop=SYS_RESOURCE'],
    ...['seccomp', 'apparmor', 'systempaths'].map((name) => `security-opt=${name}=unconfined`),
    ...['tmpfs=/run', 'tmpfs=/run/lock', 'volume=/sys/fs/cgroup:/sys/fs/cgroup:rw'],
    ...(isLegacyCgroup ? [] : ['cgroupns=host']),
    `mount=${disk(options)}`,
    ...['env=container=docker', 'stop-signal=SIGRTMIN+3'],
  ];
  const init = ['/sbin/init', ...(isLegacyCgroup ? legacy : [])];
  return ['create', ...flags.map((flag) => `--${flag}`), imageTags[options.image], ...init];
}

const isTaken = (stderr: string): boolean => /already in use|address already|already allocated/i.test(stderr);

/** Takes the lowest free slot; another process that takes it first makes Docker refuse, and the next one is tried. */
async function claimSlot(owner: string, options: MachineOptions, refused: Set<number>): Promise<number> {
  const used = new Set([...(await listOwned()).map(({ name }) => name), ...[...refused].map(slotName)]);
  for (const slot of slots.filter((candidate) => !used.has(slotName(candidate)))) {
    const { code, stderr } = await run(['docker', ...createArguments(slot, owner, options)]);
    if (code === 0) return slot;
    if (!isTaken(stderr)) throw new LabError(`docker create: ${stderr.trim()}`);
  }
  throw new LabError('no free slot for another lab server');
}

/** Creates, fills and boots a server's container; resolves with its slot once systemd says it is up. */
export async function createContainer(
  owner: string,
  options: MachineOptions,
  identity: Identity,
): Promise<number> {
  const files = tarArchive(serverFiles(options, identity));
  const refused = new Set<number>();
  for (;;) {
    const slot = await claimSlot(owner, options, refused);
    try {
      if (await boot(slotName(slot), files)) return slot;
    } catch (error) {
      await removeContainers([slotName(slot)]);
      throw error;
    }
    await removeContainers([slotName(slot)]);
    refused.add(slot);
  }
}

/** false when the slot's port or address turns out to be somebody else's. */
async function boot(name: string, files: Uint8Array): Promise<boolean> {
  await putFiles(name, files);
  const { code, stderr } = await startOnNetwork(name);
  if (code !== 0 && isTaken(stderr)) return false;
  if (code !== 0) throw new LabError(`docker start: ${stderr.trim()}`);
  await untilBooted(name);
  return true;
}

/** Unpacks a tar archive over a container's root, with owners and modes as in the archive. */
export const putFiles = (name: string, archive: Uint8Array): Promise<string> =>
  must(['docker', 'cp', '-', `${name}:/`], { input: archive });

/** Resolves when systemd has started everything it was to start, sshd and dockerd among it. */
export async function untilBooted(name: string): Promise<void> {
  const deadline = Date.now() + bootTimeoutMs;
  while (Date.now() < deadline) {
    const begin = await enterCommand(name);
    const { stdout } = await run([...begin, 'systemctl', 'is-system-running', '--wait']);
    if (['running', 'degraded'].includes(stdout.trim())) return;
    await delay(50);
  }
  throw new LabError(`${name} does not boot:\n${await docker('logs', '--tail', '50', name)}`);
}
