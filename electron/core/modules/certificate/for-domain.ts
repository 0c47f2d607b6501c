import { createHash } from 'node:crypto';
import type { Domain } from '#shared/contract/domain.ts';
import { uncoveredHosts } from '#shared/model/domain/certificate-hosts.ts';
import { isAccepted, standingOf } from '#shared/model/domain/certificate-standing.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import type { Store } from '../../store/store.ts';
import type { RouteCertificate } from '../../workload/index.ts';
import { certificateOf, certificateRow, hostsOf, openKey } from './queries.ts';
import { refuse } from './refuse.ts';

/** What a domain shows of its certificate; null where it has none of its own. */
export function certificateOfDomain(store: Store, id: string | null): Domain['certificate'] {
  if (id === null) return null;
  const { notAfter, standing } = certificateOf(store, id);
  return { id, notAfter, standing };
}

/** What the proxy is given of a certificate. */
export function certificateForRoute(store: Store, id: string | null): RouteCertificate | null {
  if (id === null) return null;
  const row = certificateRow(store, id);
  return { digest: digestOf(row.chain), chain: row.chain, openKey: () => openKey(store, row) };
}

/** A domain that is to show a certificate. */
export interface Shown {
  readonly organizationId: string;
  readonly host: string;
  readonly redirectsWww: boolean;
}

/** Refuses a certificate that is not for the hosts of a domain, or is another organization's; INVALID_INPUT. */
export function requireForDomain(store: Store, id: string, shown: Shown): void {
  const row = certificateRow(store, id);
  if (row.organization_id !== shown.organizationId) {
    refuse('certificateId', 'belongs to another organization; add it to this one first');
  }
  const missing = uncoveredHosts(hostsOf(row), shown);
  if (missing.length === 0) return;
  refuse(
    'certificateId',
    `is not for ${missing.map(shownHost).join(' and ')}; it is for ${firstOf(hostsOf(row))}`,
  );
}

/** The same where it is chosen anew: also one whose time is not now. */
export function requireUsableNow(store: Store, id: string): void {
  const { not_before: notBefore, not_after: notAfter } = certificateRow(store, id);
  const standing = standingOf({ notBefore, notAfter }, store.now());
  if (isAccepted(standing)) return;
  const day = new Date(standing === 'early' ? notBefore : notAfter).toISOString().slice(0, 10);
  refuse(
    'certificateId',
    standing === 'early'
      ? `begins on ${day}; browsers refuse it until then`
      : `ended on ${day}; replace it first`,
  );
}

function firstOf(hosts: readonly string[]): string {
  const named = hosts.slice(0, 5).map(shownHost).join(', ');
  return hosts.length > 5 ? `${named} and ${hosts.length - 5} more` : named;
}

/** Names the content of a chain, shortly: another chain, though it be of one key, has another. */
const digestOf = (chain: string): string => createHash('sha256').update(chain).digest('hex').slice(0, 32);
