export { createTunnelRouter } from './router.ts';
export { createTunnels } from './tunnels.ts';
