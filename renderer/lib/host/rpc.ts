import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import type { Contract } from '#shared/contract/index.ts';
import { lastingLink } from './link.ts';

/** The core, typed by its contract; the same over a WebSocket (headless) and a MessagePort (desktop). */
export const rpc: ContractRouterClient<Contract> = createORPCClient(lastingLink);

/** Options for `useQuery` and `useMutation` of every procedure. */
export const orpc: RouterUtils<ContractRouterClient<Contract>> = createTanstackQueryUtils(rpc);
