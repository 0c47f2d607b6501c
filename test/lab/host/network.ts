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
export async function ensureNetwork(): Promise<void> {
  if (!(await exists())) await createNetwork();
  await fenceIn();
}

/** Takes the network and its fence away, unless a container runs on it, as one that another process just started. */
export async function removeNetwork(): Promise<void> {
  await run(['docker', 'network', 'rm', networkName]);
  if (await exists()) return;
  await run(['iptables', '--wait', '-D', ...fence]);
  // Made again in the meantime, and found fenced in by the very rule that has just gone.
  if (await exists()) await fenceIn();
}

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
  const create = ['docker', 'network', 'create', '--subnet', subnet, '--gateway', gateway, networkName];
  // Another process may have made it in the meantime: then this fails and it exists.
  const { code } = await run(create);
  if (code !== 0 && !(await exists())) await must(create);
}

/** Rejects what leaves the network, so that a pull or a look-up in a test fails at once and alike everywhere. */
async function fenceIn(): Promise<void> {
  const { code } = await run(['iptables', '--wait', '-C', ...fence]);
  if (code !== 0) await must(['iptables', '--wait', '-I', ...fence]);
}
