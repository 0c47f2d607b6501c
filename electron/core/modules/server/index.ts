export { createServerRouter } from './router.ts';
export { createServerAccess, type ServerAccess } from './server-access.ts';
