import { AppError } from '#shared/model/errors.ts';
import { type GitProviderType, gitProviderWords } from '#shared/model/git-provider.ts';
import { isLoopback } from '#shared/model/loopback.ts';
import { heldHostRights } from '../../access/index.ts';
import type { GitProviderContext } from './context.ts';

/**
 * Where a provider is: its own service unless said. INVALID_INPUT on `baseUrl` where it has none, where the token would
 * go over the wire as it is, or where it is of this machine and the caller may not use its network (R20).
 */
export function requireAddress(
  { host, store, caller }: Pick<GitProviderContext, 'host' | 'store' | 'caller'>,
  { type, baseUrl }: { readonly type: GitProviderType; readonly baseUrl?: string | undefined },
): string {
  const { home, label } = gitProviderWords[type];
  const address = baseUrl ?? home;
  if (address === null) refuse(`is needed: ${label} has no service of its own`);
  const { protocol, hostname } = new URL(address);
  const isLocal = isLoopback(hostname.replace(/^\[|\]$/g, ''));
  if (protocol === 'http:' && !isLocal) refuse('must begin with https://, for the token is sent there');
  if (isLocal && !heldHostRights({ host, store }, caller).has('use-keys')) {
    refuse('is of this machine; its operator has to let you use its network first');
  }
  return address;
}

/** Bitbucket lists repositories by workspace alone. */
export function requireWorkspace(type: GitProviderType, workspace: string | null | undefined): void {
  if (type !== 'bitbucket' || workspace) return;
  refuse('is needed: Bitbucket lists repositories by workspace', 'workspace');
}

function refuse(message: string, path = 'baseUrl'): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
