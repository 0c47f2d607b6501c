export { createApiKeys } from './api-keys.ts';
export { createApiKeyRouter } from './router.ts';
