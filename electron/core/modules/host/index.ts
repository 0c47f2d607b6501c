export { makeOperator } from './make-operator.ts';
export { createHostRouter } from './router.ts';
