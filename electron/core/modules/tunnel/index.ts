export { createTunnelRouter } from './router.ts';
export { createTunnels } from './tunnels.ts';
export type { Tunnels } from './types.ts';
