export { createServerAccess, type ServerAccess } from './server-access.ts';
