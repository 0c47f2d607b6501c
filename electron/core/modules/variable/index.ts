export { copyVariables, type ResolvedVariable, resolveVariables } from './queries.ts';
export { variableRouter } from './router.ts';
