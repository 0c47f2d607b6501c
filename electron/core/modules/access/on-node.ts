import type { NodeAccess } from '#shared/contract/access.ts';
import { isDemanded } from '#shared/model/permissions.ts';
import { heldAt, permissionsOf, sourcesAt } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireRow } from '../node/index.ts';
import { toSource } from './view.ts';

/** The active members who hold anything on a node, by name, with what gives it to them. */
export const accessOnNode = (
  context: OperationContext,
  { organizationId, nodeId }: { organizationId: string; nodeId: string },
): NodeAccess[] => {
  const { store, caller } = context;
  const { access, database } = store;
  const node = requireRow(access.node(nodeId), 'organization', nodeId);
  const members = database.all(
    sql
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account_id')
      .select(['member.id', 'member.account_id', 'account.name'])
      .where('member.organization_id', '=', organizationId)
      .orderBy('account.name'),
  );
  return members.flatMap(({ id, account_id, name }) => {
    const held = access.effective(account_id, organizationId);
    const by = held ? sourcesAt(access, id, node, store.now()) : [];
    if (!held || by.length === 0 || !access.canRead(caller.subject, id)) return [];
    return [
      {
        memberId: id,
        memberName: name,
        role: held.roleName,
        by: by.map((source) => toSource(context, source)),
        permissions: permissionsOf(heldAt(held, node)).filter(isDemanded),
      },
    ];
  });
};
