import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { branchesOf, repositoriesOf, tryGitProvider } from './ask.ts';
import type { GitProviderParts } from './context.ts';
import { createGitProvider } from './create.ts';
import { deleteGitProvider } from './delete.ts';
import { forgetLeftover, removeLeftovers } from './left.ts';
import { gitProviderOf, gitProvidersFor, usageOf } from './queries.ts';
import { updateGitProvider } from './update.ts';

export function createGitProviderRouter({
  rpc: plain,
  host,
  leftovers,
}: GitProviderParts & { readonly rpc: Rpc }): RouterOf<Contract['gitProvider']> {
  const rpc = withParts(plain, { host, leftovers });
  return {
    list: rpc.gitProvider.list.handler(({ input, context }) =>
      gitProvidersFor(context, input.organizationId),
    ),
    create: rpc.gitProvider.create.handler(({ input, context }) => createGitProvider(context, input)),
    get: rpc.gitProvider.get.handler(({ input, context }) =>
      gitProviderOf(context.store, input.gitProviderId),
    ),
    usage: rpc.gitProvider.usage.handler(({ input, context }) => usageOf(context, input.gitProviderId)),
    update: rpc.gitProvider.update.handler(({ input, context }) => updateGitProvider(context, input)),
    test: rpc.gitProvider.test.handler(({ input, context }) => tryGitProvider(context, input.gitProviderId)),
    repositories: rpc.gitProvider.repositories.handler(({ input, context }) =>
      repositoriesOf(context, input),
    ),
    branches: rpc.gitProvider.branches.handler(({ input, context }) => branchesOf(context, input)),
    removeLeftovers: rpc.gitProvider.removeLeftovers.handler(({ input, context }) =>
      removeLeftovers(context, input),
    ),
    forgetLeftover: rpc.gitProvider.forgetLeftover.handler(({ input, context }) =>
      forgetLeftover(context, input),
    ),
    delete: rpc.gitProvider.delete.handler(({ input, context }) =>
      deleteGitProvider(context, input.gitProviderId),
    ),
  };
}
