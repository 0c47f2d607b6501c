export { createDeployments, type Deployments } from './deployments.ts';
export { deploymentRouter } from './router.ts';
