export { type FirstRun, firstRun } from './first-run.ts';
export { accountOf, operatorOf, sessionOf } from './queries.ts';
export { sessionRouter } from './router.ts';
