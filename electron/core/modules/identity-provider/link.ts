import type { LinkedIdentity } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { isOpenTo } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { ProviderContext } from './context.ts';
import { insertIdentity } from './finish.ts';
import { identitiesOf, identityOf } from './queries.ts';
import { settleAddress } from './verified-address.ts';
import { type ProviderAnswer, verifyAnswer } from './verify.ts';

const taken = (reason: string): AppError => new AppError('CONFLICT', { field: 'identity', reason });

/**
 * Links an identity to the caller's own account, who must be a member of the provider's organization: whoever runs
 * the provider can sign in as whoever linked to it.
 */
export const linkIdentity = async (
  context: ProviderContext,
  answer: ProviderAnswer,
): Promise<LinkedIdentity> => {
  const { store } = context;
  const { accountId } = context.caller;
  const proof = await verifyAnswer(context, answer);
  const { id: providerId, name, organization_id: organizationId } = proof.provider;
  const id = context.write((tx) => {
    const isOwn = isOpenTo(context.caller, organizationId);
    if (!isOwn || !store.access.effective(accountId, organizationId)) {
      throw new AppError('NOT_FOUND', { kind: 'identity provider', id: providerId });
    }
    const known = identityOf(store, providerId, proof.subject);
    if (known) throw taken('this identity is linked to an account already');
    const own = tx.database.first(
      sql
        .selectFrom('account_identity')
        .select('id')
        .where('provider_id', '=', providerId)
        .where('account_id', '=', accountId),
    );
    if (own) throw taken('your account has an identity of this provider already; unlink that one first');
    settleAddress(tx, accountId, proof);
    tx.audit({ nodeId: providerId, fact: { type: 'providerLinked', provider: name ?? '' } });
    return insertIdentity(tx, proof, accountId);
  });
  const linked = identitiesOf(store, accountId).find(({ identity }) => identity === id);
  if (!linked) throw taken('it was unlinked at once');
  return linked;
};
