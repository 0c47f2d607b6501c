export { adoptVariables } from './adopt.ts';
export { variablesFacet } from './portable.ts';
export { levelNodes, readableLevels } from './readable.ts';
export { resolveServiceTexts, resolveVariables } from './resolve.ts';
export {
  createEnvironmentVariablesRouter,
  createOrganizationVariablesRouter,
  createProjectVariablesRouter,
  createServiceVariablesRouter,
} from './router.ts';
export { copyEntries as copyVariables, insertEntries as insertVariables } from './save.ts';
