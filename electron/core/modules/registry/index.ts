export { registryForImage } from './login.ts';
export { createRegistryRouter } from './router.ts';
