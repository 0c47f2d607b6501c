export { copyVariables, type ResolvedVariable, resolveVariables } from './queries.ts';
export { createVariableRouter } from './router.ts';
