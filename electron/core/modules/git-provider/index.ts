export { clientFor } from './client-for.ts';
export {
  changedPathsFor,
  commitMessageFor,
  gitAccessFor,
  gitLoginFor,
  hasGitProvider,
} from './login-for.ts';
export { gitProviderRow } from './queries.ts';
export { createGitProviderRouter } from './router.ts';
