import type { Contract } from '#shared/contract/index.ts';
import type { RouterOf, Rpc } from '../../rpc/index.ts';
import { createRole, duplicateRole } from './create.ts';
import { deleteRole } from './delete.ts';
import { assignableRoles, compareRoles, holdersOf, roleView, roleViews } from './queries.ts';
import { updateRole } from './update.ts';

export function createRoleRouter({ rpc }: { readonly rpc: Rpc }): RouterOf<Contract['role']> {
  return {
    list: rpc.role.list.handler(({ input, context }) => roleViews(context, input.organizationId)),
    assignable: rpc.role.assignable.handler(({ input, context }) => assignableRoles(context, input)),
    create: rpc.role.create.handler(({ input, context }) => createRole(context, input)),
    get: rpc.role.get.handler(({ input, context }) => roleView(context, input.roleId)),
    holders: rpc.role.holders.handler(({ input, context }) =>
      holdersOf(context.store, context.caller.subject, input.roleId),
    ),
    compare: rpc.role.compare.handler(({ input, context }) =>
      compareRoles(context.store.database, input.roleId, input.otherRoleId),
    ),
    update: rpc.role.update.handler(({ input, context }) => updateRole(context, input)),
    duplicate: rpc.role.duplicate.handler(({ input, context }) => duplicateRole(context, input)),
    delete: rpc.role.delete.handler(({ input, context }) => deleteRole(context, input)),
  };
}
