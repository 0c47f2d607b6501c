export { clientFor } from './client-for.ts';
export { createLeftovers, type Leftovers } from './leftovers.ts';
export {
  changedPathsFor,
  commitMessageFor,
  gitAccessFor,
  gitLoginFor,
  gitProviderTypeFor,
  hasGitProvider,
} from './login-for.ts';
export { dropMarks, makeNoted, noteMark, type ProviderMark, webhookMark } from './marks.ts';
export { gitProviderPortable } from './portable.ts';
export { gitProviderRow } from './queries.ts';
export { createGitProviderRouter } from './router.ts';
