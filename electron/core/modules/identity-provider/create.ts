import type { IdentityProvider } from '#shared/contract/identity-provider.ts';
import { newcomerRoleObjections, requireNone } from '../../access/giving/index.ts';
import { sql } from '../../store/database.ts';
import type { ProviderContext } from './context.ts';
import { leaveFor } from './host-leave.ts';
import { providerOf, secretPlace } from './queries.ts';

/** Adds a provider to an organization. Nothing is asked of it before somebody signs in. */
export const createProvider = (
  context: ProviderContext,
  input: {
    organizationId: string;
    name: string;
    issuer: string;
    clientId: string;
    clientSecret?: string | undefined;
    emailDomains: readonly string[];
    roleId: string;
    isEnabled: boolean;
    trustsSecondFactor: boolean;
  },
): IdentityProvider => {
  const { store } = context;
  const { organizationId, name, clientSecret } = input;
  const id = context.write((tx) => {
    requireNone(newcomerRoleObjections(context, organizationId, input.roleId));
    const made = tx.createNode({ kind: 'identityProvider', parentId: organizationId, name });
    tx.database.run(
      sql.insertInto('identity_provider').values({
        id: made,
        issuer: input.issuer,
        client_id: input.clientId,
        client_secret: clientSecret === undefined ? null : tx.sealer.seal(clientSecret, secretPlace(made)),
        email_domains: JSON.stringify([...new Set(input.emailDomains)]),
        role_id: input.roleId,
        ...leaveFor(context, input),
        is_enabled: input.isEnabled ? 1 : 0,
        trusts_second_factor: input.trustsSecondFactor ? 1 : 0,
        created_at: tx.now,
      }),
    );
    tx.audit({ nodeId: made, fact: { type: 'providerAdded', issuer: input.issuer } });
    return made;
  });
  return providerOf(store, id);
};
