export { createSetupRouter } from './router.ts';
export { registerSetups } from './setups.ts';
