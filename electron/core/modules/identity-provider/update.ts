import type { IdentityProvider } from '#shared/contract/identity-provider.ts';
import { newcomerRoleObjections, requireNone } from '../../access/giving/index.ts';
import type { AuditChange, AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changeName } from '../node/index.ts';
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

const flag = (isOn: boolean): 0 | 1 => (isOn ? 1 : 0);

const columnsOf = (tx: AuditedTransaction, input: Update) => {
  const { issuer, clientId, clientSecret, emailDomains, roleId, isEnabled, trustsSecondFactor } = input;
  const { identityProviderId: id } = input;
  return {
    ...(issuer === undefined ? {} : { issuer }),
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(clientSecret === undefined
      ? {}
      : { client_secret: clientSecret === null ? null : tx.sealer.seal(clientSecret, secretPlace(id)) }),
    ...(emailDomains === undefined ? {} : { email_domains: JSON.stringify([...new Set(emailDomains)]) }),
    ...(roleId === undefined ? {} : { role_id: roleId }),
    ...(isEnabled === undefined ? {} : { is_enabled: flag(isEnabled) }),
    ...(trustsSecondFactor === undefined ? {} : { trusts_second_factor: flag(trustsSecondFactor) }),
  };
};

/** Whether what the operator of the host has to say about is saved. */
const reaches = ({ issuer, clientId, emailDomains }: Update): boolean =>
  issuer !== undefined || clientId !== undefined || emailDomains !== undefined;

const changesOf = (before: IdentityProvider, input: Update): AuditChange[] => {
  const { name, issuer, clientId, emailDomains, roleId, isEnabled, trustsSecondFactor, clientSecret } = input;
  const asked = { name, issuer, clientId, emailDomains, roleId, isEnabled, trustsSecondFactor };
  const told = Object.entries(asked).flatMap(([field, after]): AuditChange[] => {
    const old = before[field as keyof typeof asked];
    const isSame = after === undefined || JSON.stringify(after) === JSON.stringify(old);
    return isSame ? [] : [{ field, before: old, after }];
  });
  return clientSecret === undefined ? told : [...told, { field: 'clientSecret', after: 'changed' }];
};

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
    changeName(tx, before, input.name);
    const asked = {
      issuer: input.issuer ?? before.issuer,
      clientId: input.clientId ?? before.clientId,
      emailDomains: input.emailDomains ?? before.emailDomains,
    };
    const changed = columnsOf(tx, input);
    const columns = { ...changed, ...(reaches(input) ? leaveFor(context, asked, before) : {}) };
    if (Object.keys(columns).length > 0) {
      tx.database.run(sql.updateTable('identity_provider').set(columns).where('id', '=', id));
      tx.announce({ kind: 'identityProvider', nodeId: id, verb: 'updated' });
    }
    const isOther = asked.issuer !== before.issuer || asked.clientId !== before.clientId;
    if (isOther) tx.database.run(sql.deleteFrom('account_identity').where('provider_id', '=', id));
    tx.audit({ nodeId: id, changes: changesOf(before, input) });
  });
  return providerOf(store, id);
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
