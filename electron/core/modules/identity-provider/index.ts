export { createProviderFlows } from './provider-flows.ts';
export { createIdentityProviderRouter } from './router.ts';
