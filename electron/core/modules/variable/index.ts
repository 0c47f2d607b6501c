export { adoptVariables } from './adopt.ts';
export { readableLevels } from './readable.ts';
export { resolveServiceTexts, resolveVariables } from './resolve.ts';
export {
  createEnvironmentVariablesRouter,
  createOrganizationVariablesRouter,
  createProjectVariablesRouter,
  createServiceVariablesRouter,
} from './router.ts';
export { copyEntries as copyVariables } from './save.ts';
