export { requireAllFree } from './conflicts.ts';
export { routeBlockers } from './route-blockers.ts';
export { createDomainRouter } from './router.ts';
export { routesOf } from './routes-of.ts';
export { createRouting, type Routing } from './routing.ts';
