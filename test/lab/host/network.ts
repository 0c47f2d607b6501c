import { withLock } from './lock.ts';
import { must, type RunResult, run } from './run.ts';

export const networkName = 'quayside-lab';
const prefix = '10.213.77';
const subnet = `${prefix}.0/24`;

const fence = ['DOCKER-USER', '-s', subnet, '!', '-d', subnet, '-j', 'REJECT'];

const gateway = `${prefix}.1`;

/** Slots number the lab's containers; each has its own name, address and port. */
export const slots = Array.from({ length: 200 }, (_, index) => index + 1);
export const slotName = (slot: number): string => `quayside-lab-${slot}`;
export const slotAddress = (slot: number): string => `${prefix}.${slot + 10}`;
export const slotPort = (slot: number): number => 22_000 + slot;

const exists = async (): Promise<boolean> =>
  (await run(['docker', 'network', 'inspect', networkName])).code === 0;

/** Makes the lab's own bridge network, since Docker's default one can vanish; nothing in it reaches the outside. */
export const ensureNetwork = (): Promise<void> =>
  withLock('network', async () => {
    if (!(await exists())) await createNetwork();
    await removeRemains();
    await fenceIn();
  });

/**
 * Removes what networks of the lab left that a killed dockerd never took away: a second bridge with the same addresses
 * swallows what is sent to a server, and its rule gives the host's address to what servers send each other.
 */
async function removeRemains(): Promise<void> {
  const id = await must(['docker', 'network', 'inspect', '--format', '{{.Id}}', networkName]);
  const bridge = `br-${id.trim().slice(0, 12)}`;
  const rules = (await must(['iptables', '--wait', '-t', 'nat', '-S', 'POSTROUTING'])).split('\n');
  for (const rule of rules.filter((each) => each.includes(` ${subnet} `) && !each.includes(` ${bridge} `)))
    await run(['iptables', '--wait', '-t', 'nat', ...rule.replace('-A', '-D').split(' ')]);
  for (const other of await bridgesWith(gateway))
    if (other !== bridge) await run(['ip', 'link', 'delete', other]);
}

async function bridgesWith(address: string): Promise<string[]> {
  const lines = (await must(['ip', '-oneline', '-4', 'address', 'show', 'to', address])).split('\n');
  return lines.flatMap((line) => /^\d+: (br-[0-9a-f]{12})\s/.exec(line)?.[1] ?? []);
}

/** Takes the network and its fence away, unless a container runs on it, as one that another process just started. */
export const removeNetwork = (): Promise<void> =>
  withLock('network', async () => {
    await run(['docker', 'network', 'rm', networkName]);
    if (!(await exists())) await run(['iptables', '--wait', '-D', ...fence]);
  });

const networkIsGone = ({ code, stderr }: RunResult): boolean =>
  code !== 0 && stderr.includes(`network ${networkName} not found`);

/** Starts a container; where another process took the network away since it was looked for, it is made again. */
export async function startOnNetwork(name: string): Promise<RunResult> {
  const result = await run(['docker', 'start', name]);
  if (!networkIsGone(result)) return result;
  await ensureNetwork();
  return run(['docker', 'start', name]);
}

async function createNetwork(): Promise<void> {
  await must(['docker', 'network', 'create', '--subnet', subnet, '--gateway', gateway, networkName]);
}

/** Rejects what leaves the network, so that a pull or a look-up in a test fails at once and alike everywhere. */
async function fenceIn(): Promise<void> {
  const { code } = await run(['iptables', '--wait', '-C', ...fence]);
  if (code !== 0) await must(['iptables', '--wait', '-I', ...fence]);
}
