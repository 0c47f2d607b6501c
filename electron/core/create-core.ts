import type { Host } from './host.ts';
import { type OpenCore, openCore } from './open-core.ts';
import { type CoreRouter, router } from './router.ts';

/** The whole product without its windows. */
export interface Core extends OpenCore {
  readonly router: CoreRouter;
}

/** Opens the core with its router; see `openCore` for how that fails. */
export const createCore = async (host: Host): Promise<Core> => ({ ...(await openCore(host)), router });
