export { concealed } from './concealed.ts';
export { createDeployments, type Deployments } from './deployments.ts';
export { recordAdopted } from './record-adopted.ts';
export { createDeploymentRouter } from './router.ts';
export { allDeployments, type DeploymentRow, partImagesOf } from './rows.ts';
export { runningOf, savedOf } from './running.ts';
