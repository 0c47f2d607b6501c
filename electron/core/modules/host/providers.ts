import type { HostProvider } from '#shared/contract/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { HostContext } from './context.ts';

/** The providers of all organizations, by organization and name. */
export function hostProviders({ database, access }: Pick<Store, 'database' | 'access'>): HostProvider[] {
  return database.all(providers).map((row) => ({
    provider: row.id,
    name: row.name ?? '',
    organization: access.node(row.organization_id)?.name ?? '',
    issuer: row.issuer,
    clientId: row.client_id,
    emailDomains: JSON.parse(row.email_domains) as string[],
    confirmedDomains: JSON.parse(row.confirmed_domains) as string[],
    allowsPrivate: row.allows_private === 1,
    isEnabled: row.is_enabled === 1,
  }));
}

/**
 * Confirms for which domains a provider speaks and whether it may be in the network of the host. CONFLICT where its
 * issuer is not the one that the operator saw, or it does not ask for one of the domains.
 */
export function confirmProvider(
  context: HostContext,
  given: { provider: string; issuer: string; domains: readonly string[]; allowsPrivate: boolean },
): HostProvider {
  const { store } = context;
  context.write((tx) => {
    const before = requireProvider(store, given.provider);
    requireAsSeen(before, given);
    const columns = {
      confirmed_domains: JSON.stringify([...new Set(given.domains)]),
      allows_private: given.allowsPrivate ? (1 as const) : (0 as const),
    };
    tx.database.run(sql.updateTable('identity_provider').set(columns).where('id', '=', given.provider));
    tx.announce({ kind: 'identityProvider', nodeId: given.provider, verb: 'updated' });
    tx.audit({
      fact: {
        type: 'providerConfirmed',
        provider: before.name,
        organization: before.organization,
        issuer: before.issuer,
      },
      changes: [
        { field: 'confirmedDomains', before: before.confirmedDomains, after: given.domains },
        { field: 'allowsPrivate', before: before.allowsPrivate, after: given.allowsPrivate },
      ],
    });
  });
  return requireProvider(store, given.provider);
}

function requireProvider(store: Pick<Store, 'database' | 'access'>, id: string): HostProvider {
  const found = hostProviders(store).find(({ provider }) => provider === id);
  if (found) return found;
  throw new AppError('NOT_FOUND', { kind: 'identity provider', id });
}

function requireAsSeen(
  { issuer, emailDomains }: HostProvider,
  given: { issuer: string; domains: readonly string[] },
): void {
  if (issuer !== given.issuer) {
    throw new AppError('CONFLICT', { field: 'issuer', reason: `it is ${issuer} now; look at it again` });
  }
  const other = given.domains.find((domain) => !emailDomains.includes(domain));
  if (other === undefined) return;
  throw new AppError('CONFLICT', { field: 'domains', reason: `the provider does not ask for ${other}` });
}

const providers = sql
  .selectFrom('identity_provider')
  .innerJoin('node', 'node.id', 'identity_provider.id')
  .innerJoin('node as organization', 'organization.id', 'node.organization_id')
  .selectAll('identity_provider')
  .select(['node.name', 'node.organization_id'])
  .orderBy('organization.name')
  .orderBy('node.name');
