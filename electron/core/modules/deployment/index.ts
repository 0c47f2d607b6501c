export { createDeployments, type Deployments } from './deployments.ts';
export { createDeploymentRouter } from './router.ts';
