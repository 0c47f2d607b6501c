import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { checkServer } from './check.ts';
import { connectServer } from './connect.ts';
import { followContainerLogs } from './container-logs.ts';
import type { ServerParts } from './context.ts';
import { createServer } from './create.ts';
import { deleteServer, serverDeletion } from './delete.ts';
import { readInventory } from './inventory.ts';
import { serverFor, serversFor } from './queries.ts';
import { scanAddress } from './scan.ts';
import { suggestServers } from './suggestions.ts';
import { trustServer } from './trust.ts';
import { updateServer } from './update.ts';

export function createServerRouter({
  rpc: plain,
  host,
  servers,
  runs,
  deployments,
  environmentDeployments,
}: ServerParts & { readonly rpc: Rpc }): RouterOf<Contract['server']> {
  const rpc = withParts(plain, { host, servers, runs, deployments, environmentDeployments });
  return {
    list: rpc.server.list.handler(({ input, context }) => serversFor(context, input.organizationId)),
    suggestions: rpc.server.suggestions.handler(({ input, context }) =>
      suggestServers(context, input.organizationId),
    ),
    scan: rpc.server.scan.handler(({ input, context }) => scanAddress(context, input)),
    create: rpc.server.create.handler(({ input, context }) => createServer(context, input)),
    get: rpc.server.get.handler(({ input, context }) => serverFor(context, input.serverId)),
    update: rpc.server.update.handler(({ input, context }) => updateServer(context, input)),
    trust: rpc.server.trust.handler(({ input, context }) => trustServer(context, input)),
    connect: rpc.server.connect.handler(({ input, context }) => connectServer(context, input.serverId)),
    deletion: rpc.server.deletion.handler(({ input, context }) => serverDeletion(context, input.serverId)),
    delete: rpc.server.delete.handler(({ input, context }) => {
      deleteServer(context, input);
      return {};
    }),
    check: rpc.server.check.handler(({ input, context }) => checkServer(context, input.serverId)),
    inventory: rpc.server.inventory.handler(({ input, context }) => readInventory(context, input.serverId)),
    gauges: rpc.server.gauges.handler(({ input, context }) =>
      context.servers.gauges(input.serverId, context.signal),
    ),
    containerLogs: rpc.server.containerLogs.handler(({ input, context }) =>
      followContainerLogs(context, input),
    ),
  };
}
