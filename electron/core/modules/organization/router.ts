import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import { deletionOf } from '../node/index.ts';
import { createOrganization } from './create.ts';
import type { OrganizationParts } from './delete.ts';
import { deleteOrganization } from './delete.ts';
import { leaveOrganization } from './leave.ts';
import { dismissNotice, noticesFor } from './notices.ts';
import { policyOf, updatePolicy, updateSeats } from './policy.ts';
import { organizationFor, organizationsOf } from './queries.ts';
import { transferOrganization } from './transfer.ts';
import { updateOrganization } from './update.ts';

export function createOrganizationRouter({
  rpc: plain,
  servers,
  runs,
  deployments,
  environmentDeployments,
}: OrganizationParts & { readonly rpc: Rpc }): RouterOf<Contract['organization']> {
  const rpc = withParts(plain, { servers, runs, deployments, environmentDeployments });
  return {
    list: rpc.organization.list.handler(({ context }) =>
      organizationsOf(context.store, context.caller, organizationFor),
    ),
    create: rpc.organization.create.handler(({ input, context }) => {
      const { accountId } = context.caller;
      const id = context.write((tx) => {
        const created = createOrganization(tx, { ...input, ownerAccountId: accountId });
        tx.audit({ nodeId: created, fact: { type: 'created' } });
        return created;
      });
      return organizationFor(context.store, accountId, id);
    }),
    get: rpc.organization.get.handler(({ input, context }) =>
      organizationFor(context.store, context.caller.subject, input.organizationId),
    ),
    update: rpc.organization.update.handler(({ input, context }) => updateOrganization(context, input)),
    deletion: rpc.organization.deletion.handler(({ input, context }) =>
      deletionOf(context, input.organizationId),
    ),
    delete: rpc.organization.delete.handler(({ input, context }) => deleteOrganization(context, input)),
    policy: rpc.organization.policy.handler(({ input, context }) =>
      policyOf(context.store, input.organizationId),
    ),
    updatePolicy: rpc.organization.updatePolicy.handler(({ input, context }) => updatePolicy(context, input)),
    updateSeats: rpc.organization.updateSeats.handler(({ input, context }) => updateSeats(context, input)),
    transfer: rpc.organization.transfer.handler(({ input, context }) => transferOrganization(context, input)),
    leave: rpc.organization.leave.handler(({ input, context }) => leaveOrganization(context, input)),
    notices: rpc.organization.notices.handler(({ input, context }) =>
      noticesFor(context, input.organizationId),
    ),
    dismissNotice: rpc.organization.dismissNotice.handler(({ input, context }) =>
      dismissNotice(context, input),
    ),
  };
}
