export { createDatabases } from './databases.ts';
export { createDatabaseRouter } from './router.ts';
