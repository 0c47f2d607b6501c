import type { IndexedNode } from '../../access/index.ts';
import { subtree } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Runs } from '../../runs/index.ts';
import { type DeletionParts, deleteWithServices, requireTypedName } from '../node/index.ts';

/** What deleting an organization works with, besides the request. */
export interface OrganizationParts extends DeletionParts {
  readonly servers: { reset(serverId: string): void };
  readonly runs: Pick<Runs, 'forget'>;
}

type OrganizationContext = OperationContext & OrganizationParts;

const idsBelow = (context: OperationContext, organizationId: string, kind: IndexedNode['kind']): string[] => {
  const node = context.store.access.node(organizationId);
  return node ? [...subtree(node)].filter((each) => each.kind === kind).map(({ id }) => id) : [];
};

/** What has a log that goes with it. */
const runKinds = ['setup', 'deployment', 'environmentDeployment'] as const;

/** Ends what still talks to servers that are no longer known. */
const letGo = (context: OrganizationContext, servers: readonly string[], runs: readonly string[]): void => {
  void context.runs.forget(runs);
  for (const id of servers) context.servers.reset(id);
};

/**
 * Deletes an organization with everything of it in the store (R11). What its services run on servers is removed there
 * only where that is asked for; else it keeps running. Answers in words what could not be removed.
 */
export const deleteOrganization = async (
  context: OrganizationContext,
  input: { organizationId: string; typedName: string; removeRemote: boolean },
): Promise<{ orphaned: string[] }> => {
  const { organizationId, typedName, removeRemote } = input;
  const servers = idsBelow(context, organizationId, 'server');
  const runs = runKinds.flatMap((kind) => idsBelow(context, organizationId, kind));
  const services = idsBelow(context, organizationId, 'service');
  if (removeRemote) {
    const orphaned = await deleteWithServices(context, organizationId, typedName);
    letGo(context, servers, runs);
    return { orphaned };
  }
  requireTypedName(context, organizationId, typedName);
  context.write((tx) => {
    tx.audit({ fact: { type: 'deleted' } });
    tx.removeNode(organizationId);
  });
  letGo(context, servers, runs);
  await context.deployments.forget(services);
  return { orphaned: [] };
};
