import { must, run } from './run.ts';

export const networkName = 'quayside-lab';
const prefix = '10.213.77';

/** The address of the host itself on the lab's network. */
export const gateway = `${prefix}.1`;

/** Slots number the lab's containers; each has its own name, address and port. */
export const slots = Array.from({ length: 200 }, (_, index) => index + 1);
export const slotName = (slot: number): string => `quayside-lab-${slot}`;
export const slotAddress = (slot: number): string => `${prefix}.${slot + 10}`;
export const slotPort = (slot: number): number => 22_000 + slot;

const exists = async (): Promise<boolean> =>
  (await run(['docker', 'network', 'inspect', networkName])).code === 0;

/** Makes the lab's own bridge network, since Docker's default one can vanish. */
export async function ensureNetwork(): Promise<void> {
  if (await exists()) return;
  const create = [
    'docker',
    'network',
    'create',
    '--subnet',
    `${prefix}.0/24`,
    '--gateway',
    gateway,
    networkName,
  ];
  // Another process may have made it in the meantime: then this fails and it exists.
  const { code } = await run(create);
  if (code !== 0 && !(await exists())) await must(create);
}
