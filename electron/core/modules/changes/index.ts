export { createChangesRouter } from './router.ts';
