import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { registryOfImage } from '#shared/model/registry-address.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';

const field = 'spec.source.pushTo';

type Asking = Pick<OperationContext, 'store' | 'caller'>;

interface PushChange {
  readonly organizationId: string;
  /** What is saved now, null for a service that is not there yet. */
  readonly before: ServiceSpec | null;
  readonly after: ServiceSpec | null;
}

/**
 * Refuses a configuration that puts what it builds into a registry by an account of the organization which the caller may not
 * read: FORBIDDEN. What is saved and stays so asks nobody anew, and a registry without an account asks nobody at all.
 */
export function requirePush(context: Asking, { organizationId, before, after }: PushChange): void {
  const pushTo = after && specFacts(after).pushTo;
  if (!pushTo || (before && specFacts(before).pushTo === pushTo)) return;
  const account = unreadableAccount(context, organizationId, pushTo);
  if (!account) return;
  throw new AppError('FORBIDDEN', {
    permission: 'registry.read',
    nodeId: account.id,
    wouldGrant: `${field}: to push to ${account.address} by the organization’s account takes registry.read. Ask for it, or leave it empty: then the image goes to the server directly.`,
  });
}

/** The account by which an organization pushes to a name, where the caller may not read it. */
export function unreadableAccount({ store, caller }: Asking, organizationId: string, pushTo: string) {
  const account = store.database.first(
    sql
      .selectFrom('registry')
      .select(['id', 'address'])
      .where('organization_id', '=', organizationId)
      .where('address', '=', registryOfImage(pushTo)),
  );
  return account && !store.access.can(caller.subject, 'registry.read', account.id) ? account : null;
}
