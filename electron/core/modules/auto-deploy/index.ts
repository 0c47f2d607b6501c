export { createAutoDeploys } from './auto-deploys.ts';
export { createAutoDeployRouter } from './router.ts';
