import type { IdentityProvider, LinkedIdentity } from '#shared/contract/identity-provider.ts';
import { isOpenTo } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';
import type { ProviderContext } from './context.ts';

const rows = sql
  .selectFrom('identity_provider')
  .innerJoin('node', 'node.id', 'identity_provider.id')
  .selectAll('identity_provider')
  .select(['node.name', 'node.organization_id']);

/** A provider as it is stored, with its organization and name. */
export interface ProviderRow {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string | null;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: Uint8Array | null;
  readonly email_domains: string;
  readonly confirmed_domains: string;
  readonly allows_private: 0 | 1;
  readonly role_id: string | null;
  readonly is_enabled: 0 | 1;
  readonly trusts_second_factor: 0 | 1;
  readonly created_at: number;
}

export const providerRow = (store: Store, id: string): ProviderRow =>
  requireRow(store.database.first(rows.where('identity_provider.id', '=', id)), 'identityProvider', id);

/** A provider that people may sign in by at this moment; nothing for one that is unknown or switched off. */
export const enabledProvider = (store: Store, id: string): ProviderRow | undefined =>
  store.database.first(rows.where('identity_provider.id', '=', id).where('is_enabled', '=', 1));

/** Where the sealed client secret of a provider lives. */
export const secretPlace = (id: string) => ({ table: 'identity_provider', row: id, column: 'client_secret' });

export const domainsOf = (row: Pick<ProviderRow, 'email_domains'>): string[] =>
  JSON.parse(row.email_domains) as string[];

export const confirmedDomainsOf = (row: Pick<ProviderRow, 'confirmed_domains'>): string[] =>
  JSON.parse(row.confirmed_domains) as string[];

const toProvider = (store: Store, row: ProviderRow): IdentityProvider => {
  const role = row.role_id === null ? undefined : store.access.memberships.role(row.role_id);
  const { count } = store.database.first(
    sql
      .selectFrom('account_identity')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('provider_id', '=', row.id),
  ) ?? { count: 0 };
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name ?? '',
    issuer: row.issuer,
    clientId: row.client_id,
    hasClientSecret: row.client_secret !== null,
    emailDomains: domainsOf(row),
    confirmedDomains: confirmedDomainsOf(row),
    allowsPrivate: row.allows_private === 1,
    ...(role ? { roleId: role.id, role: role.name } : {}),
    isEnabled: row.is_enabled === 1,
    trustsSecondFactor: row.trusts_second_factor === 1,
    identities: count,
    createdAt: instant(row.created_at),
  };
};

export const providerOf = (store: Store, id: string): IdentityProvider =>
  toProvider(store, providerRow(store, id));

/** The providers of an organization, by name. */
export const providersOf = (store: Store, organizationId: string): IdentityProvider[] =>
  store.database
    .all(rows.where('node.organization_id', '=', organizationId).orderBy('node.name'))
    .map((row) => toProvider(store, row));

/**
 * What a sign-in page shows: names of what is switched on, and nothing of whose it is. Strangers share the page, so an
 * organization's providers are there by its own link, for a domain that the operator of the host confirmed, or where
 * there is no other organization (R20). Whoever is signed in gets those of their own, which is what they may link.
 */
export const availableProviders = (
  { host, store, caller }: ProviderContext,
  asked: { organization?: string | undefined; email?: string | undefined },
): { provider: string; name: string }[] => {
  const isAlone = host.kind === 'desktop' || organizationCount(store) === 1;
  const domain = asked.email?.toLowerCase().split('@')[1];
  const isShown = (row: ProviderRow): boolean =>
    caller.accountId
      ? isOpenTo(caller, row.organization_id) &&
        store.access.effective(caller.accountId, row.organization_id) !== undefined
      : isAlone ||
        row.organization_id === asked.organization ||
        (domain !== undefined && confirmedDomainsOf(row).includes(domain));
  return store.database
    .all(rows.where('is_enabled', '=', 1).orderBy('node.name'))
    .filter(isShown)
    .slice(0, 50)
    .map(({ id, name }) => ({ provider: id, name: name ?? '' }));
};

const organizationCount = ({ database }: Store): number =>
  database.all(sql.selectFrom('organization').select('id').limit(2)).length;

const identities = sql
  .selectFrom('account_identity')
  .innerJoin('node', 'node.id', 'account_identity.provider_id')
  .selectAll('account_identity')
  .select(['node.name', 'node.organization_id']);

/** The identities of an account, the oldest first. */
export const identitiesOf = (store: Store, accountId: string): LinkedIdentity[] =>
  store.database
    .all(identities.where('account_id', '=', accountId).orderBy('account_identity.created_at'))
    .map((row) => ({
      identity: row.id,
      provider: row.name ?? '',
      organization: store.access.node(row.organization_id)?.name ?? '',
      email: row.email,
      linkedAt: instant(row.created_at),
      ...(row.used_at === null ? {} : { usedAt: instant(row.used_at) }),
    }));

/** The account of an identity, by what the provider calls it. */
export const identityOf = (store: Store, providerId: string, subject: string) =>
  store.database.first(
    sql
      .selectFrom('account_identity')
      .selectAll()
      .where('provider_id', '=', providerId)
      .where('subject', '=', subject),
  );
