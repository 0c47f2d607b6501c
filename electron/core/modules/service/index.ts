export { addressesOf } from './addresses.ts';
export { insertService } from './create.ts';
export { copyDependencies, dependenciesIn } from './dependencies.ts';
export { copyService } from './duplicate.ts';
export { dependsOnFacet, servicePortable } from './portable.ts';
export { servicesOf } from './queries.ts';
export { createServiceRouter } from './router.ts';
