export { createProxyFileRouter, createProxyRouter } from './router.ts';
