import type { Contract } from '#shared/contract/index.ts';
import { turns } from '../../events/turns.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { adoptProjects } from './adopt.ts';
import type { FoundParts } from './context.ts';
import { listFound } from './list.ts';
import { releaseService } from './release.ts';

export function createFoundRouter({
  rpc: plain,
  host,
  servers,
  deployments,
  environmentDeployments,
}: FoundParts & { readonly rpc: Rpc }): RouterOf<Contract['found']> {
  const rpc = withParts(plain, {
    ...{ host, servers, deployments, environmentDeployments },
    inTurn: turns(),
  });
  return {
    list: rpc.found.list.handler(({ input, context }) => listFound(context, input.serverId)),
    release: rpc.found.release.handler(({ input, context }) => releaseService(context, input)),
    adopt: rpc.found.adopt.handler(({ input, context }) => adoptProjects(context, input)),
  };
}
