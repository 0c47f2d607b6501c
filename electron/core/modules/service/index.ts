export { addressesOf } from './addresses.ts';
export { insertService } from './create.ts';
export { copyService } from './duplicate.ts';
export { servicesOf } from './queries.ts';
export { createServiceRouter } from './router.ts';
