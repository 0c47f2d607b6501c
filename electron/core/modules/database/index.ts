export { createDatabases, type Databases } from './databases.ts';
export { createDatabaseRouter } from './router.ts';
export type { OpenedSession } from './sessions.ts';
