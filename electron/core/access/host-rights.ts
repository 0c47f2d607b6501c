import { AppError } from '#shared/model/errors.ts';
import {
  type FoundingPolicy,
  type HostRight,
  hostRightNames,
  hostRights,
} from '#shared/model/host-rights.ts';
import type { Host } from '../host.ts';
import { type Database, sql } from '../store/database.ts';

interface Parts {
  readonly host: Pick<Host, 'kind'>;
  readonly store: { readonly database: Database };
}

/** Who asks, as far as it decides about the host. */
export interface HostCaller {
  readonly accountId: string;
  readonly via: { readonly type: 'key' | 'session' } | null;
  /** Set for a session that opens one organization alone. */
  readonly onlyIn?: string | undefined;
}

/**
 * What an account may do with the host itself (R20). On a desktop whoever sits there holds everything; elsewhere it is
 * what the operator gave, and whoever operates the host holds all of it.
 */
export function hostRightsOf({ host, store }: Parts, accountId: string): ReadonlySet<HostRight> {
  if (!accountId) return new Set();
  if (host.kind === 'desktop') return new Set(hostRights);
  const given = store.database
    .all(sql.selectFrom('host_right').select('name').where('account_id', '=', accountId))
    .map(({ name }) => name);
  if (given.includes('operate')) return new Set(hostRights);
  return new Set(foundingPolicyOf(store) === 'everybody' ? [...given, 'found-organizations'] : given);
}

/** The same for whoever asks: an API key, or a session, for one organization alone brings no right of the host along. */
export function heldHostRights(parts: Parts, { accountId, via, onlyIn }: HostCaller): ReadonlySet<HostRight> {
  return via?.type === 'key' || onlyIn ? new Set() : hostRightsOf(parts, accountId);
}

/** Refuses whoever the operator of the host did not give a right; says who could. */
export function requireHostRight(parts: Parts, caller: HostCaller, right: HostRight): void {
  if (heldHostRights(parts, caller).has(right)) return;
  const isKey = caller.via?.type === 'key';
  throw new AppError('FORBIDDEN', {
    permission: `host.${right}`,
    wouldGrant: isKey
      ? 'An API key never may: it belongs to one organization, and this to the host. Sign in yourself.'
      : `The operator of this host decides who may ${hostRightNames[right]}: ask whoever runs it.`,
  });
}

/** Who may found organizations here; whom the operator allows, where nothing was decided. */
export function foundingPolicyOf({ database }: Parts['store']): FoundingPolicy {
  return database.first(sql.selectFrom('host_policy').select('founding'))?.founding ?? 'allowed';
}
