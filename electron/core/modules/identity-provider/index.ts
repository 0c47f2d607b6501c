export { identityProviderRouter } from './router.ts';
