export { type ApiKeys, createApiKeys, type KeyBearer, type KeyCaller } from './api-keys.ts';
export { apiKeyRouter } from './router.ts';
