import type { Organization } from '#shared/contract/organization.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { organizationFor } from './queries.ts';

/** Renames or describes an organization; fields that are not given stay. */
export const updateOrganization = (
  context: OperationContext,
  input: { organizationId: string; name?: string | undefined; description?: string | undefined },
): Organization => {
  const { organizationId: id, ...fields } = input;
  context.write((tx) => tx.change('organization', id, fields));
  return organizationFor(context.store, context.caller.subject, id);
};
