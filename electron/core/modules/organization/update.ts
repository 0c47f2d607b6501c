import type { Organization } from '#shared/contract/organization.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeName, changesBetween } from '../node/index.ts';
import { organizationFor } from './queries.ts';

/** Renames or describes an organization; fields that are not given stay. */
export const updateOrganization = (
  context: OperationContext,
  input: { organizationId: string; name?: string | undefined; description?: string | undefined },
): Organization => {
  const { organizationId: id, ...fields } = input;
  const before = organizationFor(context.store, context.caller.subject, id);
  context.write((tx) => {
    changeName(tx, before, fields.name);
    if (fields.description !== undefined) {
      const { description } = fields;
      tx.database.run(sql.updateTable('organization').set({ description }).where('id', '=', id));
      tx.announce({ kind: 'organization', nodeId: id, verb: 'updated' });
    }
    tx.audit({ changes: changesBetween(before, fields) });
  });
  return organizationFor(context.store, context.caller.subject, id);
};
