import type { Host } from './host.ts';
import { type OpenCore, openCore } from './open-core.ts';
import { type CoreRouter, createRouter } from './router.ts';

/** The whole product without its windows. */
export interface Core extends OpenCore {
  readonly router: CoreRouter;
}

/** Opens the core with its router; see `openCore` for how that fails. */
export async function createCore(host: Host): Promise<Core> {
  const core = await openCore(host);
  return { ...core, router: createRouter(core.services) };
}
