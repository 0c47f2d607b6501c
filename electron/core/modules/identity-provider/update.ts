import type { IdentityProvider } from '#shared/contract/identity-provider.ts';
import { newcomerRoleObjections, requireNone } from '../../access/giving/index.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { ProviderContext } from './context.ts';
import { leaveFor } from './host-leave.ts';
import { providerOf, providerRow, secretPlace } from './queries.ts';

interface Update {
  readonly organizationId: string;
  readonly identityProviderId: string;
  readonly name?: string | undefined;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | null | undefined;
  readonly emailDomains?: readonly string[] | undefined;
  readonly roleId?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly trustsSecondFactor?: boolean | undefined;
}

/** Whether what the operator of the host has to say about is saved. */
const reaches = ({ issuer, clientId, emailDomains }: Update): boolean =>
  issuer !== undefined || clientId !== undefined || emailDomains !== undefined;

/**
 * Changes a provider. With another issuer or client id the subjects mean other people, so every identity is
 * unlinked: nobody becomes somebody else by editing where the proof comes from. What the operator of the host confirmed
 * was of the provider as it was (R20).
 */
export const updateProvider = (context: ProviderContext, input: Update): IdentityProvider => {
  const { store } = context;
  const { identityProviderId: id, organizationId } = input;
  const before = providerOf(store, id);
  context.write((tx) => {
    if (input.roleId !== undefined)
      requireNone(newcomerRoleObjections(context, organizationId, input.roleId));
    const { name, issuer, clientId, emailDomains, roleId: role, isEnabled, trustsSecondFactor } = input;
    const asked = {
      issuer: issuer ?? before.issuer,
      clientId: clientId ?? before.clientId,
      emailDomains: emailDomains ?? before.emailDomains,
    };
    const leave = reaches(input) ? leaveFor(context, asked, before) : {};
    const secret = secretOf(tx, input);
    tx.change(
      'identityProvider',
      id,
      { name, issuer, clientId, emailDomains, role, isEnabled, trustsSecondFactor },
      { columns: { ...leave, ...secret?.columns }, changes: secret?.changes ?? [] },
    );
    const isOther = asked.issuer !== before.issuer || asked.clientId !== before.clientId;
    if (isOther) tx.database.run(sql.deleteFrom('account_identity').where('provider_id', '=', id));
    tx.audit({ nodeId: id });
  });
  return providerOf(store, id);
};

const secretOf = (tx: AuditedTransaction, { identityProviderId: id, clientSecret }: Update) => {
  if (clientSecret === undefined) return undefined;
  const sealed = clientSecret === null ? null : tx.sealer.seal(clientSecret, secretPlace(id));
  return { columns: { client_secret: sealed }, changes: [{ field: 'clientSecret', after: 'changed' }] };
};

/** Removes a provider with its identities; the accounts stay. */
export const deleteProvider = (context: ProviderContext, id: string): Record<never, never> => {
  const { name } = providerRow(context.store, id);
  context.write((tx) => {
    tx.audit({ fact: { type: 'providerRemoved', name: name ?? '' } });
    tx.removeNode(id);
  });
  return {};
};
