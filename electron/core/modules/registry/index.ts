export { registryForImage, registryLogins } from './login.ts';
export { registryPortable } from './portable.ts';
export { createRegistryRouter } from './router.ts';
