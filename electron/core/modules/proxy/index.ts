export { putForSetup } from './put.ts';
export { createProxyFileRouter, createProxyRouter } from './router.ts';
