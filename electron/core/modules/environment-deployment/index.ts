export { createEnvironmentDeployments, type EnvironmentDeployments } from './environment-deployments.ts';
export { createEnvironmentDeploymentRouter } from './router.ts';
