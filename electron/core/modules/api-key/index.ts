export { type ApiKeys, createApiKeys } from './api-keys.ts';
export { apiKeyRouter } from './router.ts';
