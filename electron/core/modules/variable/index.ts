export { copyVariables, type ResolvedVariable, resolveVariables } from './queries.ts';
export { setVariables } from './replace.ts';
export { createVariableRouter } from './router.ts';
