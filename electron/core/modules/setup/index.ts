export { setupRouter } from './router.ts';
export { createSetups, type Setups } from './setups.ts';
