export type { ServerAccess } from './server-access.ts';
