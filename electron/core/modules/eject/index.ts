import type { EjectContext, ejectEnvironment as ofEnvironment, ejectService as ofService } from './eject.ts';

// Loaded by whoever asks for one: it reads what runs, and with that much that a start does without.
const eject = () => import('./eject.ts');

/** Writes the folder of one service, as `ejectService` of eject.ts. */
export async function ejectService(
  context: EjectContext,
  asked: Parameters<typeof ofService>[1],
): ReturnType<typeof ofService> {
  return (await eject()).ejectService(context, asked);
}

/** Writes one folder for all services of an environment, as `ejectEnvironment` of eject.ts. */
export async function ejectEnvironment(
  context: EjectContext,
  asked: Parameters<typeof ofEnvironment>[1],
): ReturnType<typeof ofEnvironment> {
  return (await eject()).ejectEnvironment(context, asked);
}
