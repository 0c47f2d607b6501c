export { clientFor } from './client-for.ts';
export { commitMessageFor, gitAccessFor, gitLoginFor } from './login-for.ts';
export { gitProviderRow } from './queries.ts';
export { createGitProviderRouter } from './router.ts';
