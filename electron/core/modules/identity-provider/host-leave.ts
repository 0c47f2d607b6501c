import { isIP } from 'node:net';
import { isLoopbackUrl } from '#shared/contract/identity-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { heldHostRights } from '../../access/index.ts';
import { isPublicAddress } from '../../remote/network/public-address.ts';
import type { ProviderContext } from './context.ts';

/** What the operator of the host lets a provider do beside its organization (R20), as columns. */
export interface HostLeave {
  readonly confirmed_domains: string;
  readonly allows_private: 0 | 1;
}

interface Asked {
  readonly issuer: string;
  readonly clientId: string;
  readonly emailDomains: readonly string[];
}

/**
 * The leave of a provider that is saved now. What the operator of the host saves they confirm by it; from anybody else
 * an edit keeps of the leave only what was confirmed of this very provider.
 */
export function leaveFor(
  context: ProviderContext,
  asked: Asked,
  before?: Asked & { readonly confirmedDomains: readonly string[]; readonly allowsPrivate: boolean },
): HostLeave {
  const { issuer, clientId, emailDomains } = asked;
  const isSame = before?.issuer === issuer && before.clientId === clientId;
  const had = isSame ? before : { confirmedDomains: [], allowsPrivate: false };
  if (heldHostRights(context, context.caller).has('operate')) {
    return columns(emailDomains, had.allowsPrivate || isPrivate(issuer));
  }
  if (isPrivate(issuer) && !had.allowsPrivate) throw privateIssuer();
  return columns(
    had.confirmedDomains.filter((domain) => emailDomains.includes(domain)),
    had.allowsPrivate,
  );
}

/** Whether the address itself says that it is none of the public internet; a name is judged when it is looked up. */
function isPrivate(issuer: string): boolean {
  const host = new URL(issuer).hostname.replace(/^\[|\]$/g, '');
  return isLoopbackUrl(issuer) || (isIP(host) !== 0 && !isPublicAddress(host));
}

function privateIssuer(): AppError {
  const message = 'must be a public address; only the operator of this host may allow one of its own network';
  return new AppError('INVALID_INPUT', { issues: [{ path: 'issuer', message }] });
}

export function columns(domains: readonly string[], allowsPrivate: boolean): HostLeave {
  return { confirmed_domains: JSON.stringify([...new Set(domains)]), allows_private: allowsPrivate ? 1 : 0 };
}
