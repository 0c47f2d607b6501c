import { AppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { SshEndpoint } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { loadTarget } from './load-target.ts';

/** Where a server is, as a person enters it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly jumpServerId?: string | null | undefined;
}

/**
 * The address with its jump servers, ready to be connected to; `label` is what errors call it. Whoever may not use the
 * network of this host reaches public addresses only, or what a jump server of theirs can reach.
 */
export const endpointOf = async (
  parts: { store: Store; host: Host },
  { host, port, jumpServerId }: Address,
  { label, mayUseMachine }: { label: string; mayUseMachine: boolean },
): Promise<SshEndpoint> => ({
  label,
  host,
  port,
  jump: jumpServerId ? await loadTarget(parts, jumpServerId) : undefined,
  isPublicOnly: !jumpServerId && !mayUseMachine,
});

/** Refuses a key that the person's own known_hosts names as stolen or retired. */
export const refuseRevoked = (isRevoked: boolean): void => {
  if (!isRevoked) return;
  const reason = 'this key is marked @revoked in ~/.ssh/known_hosts; the server must get a new one';
  throw new AppError('CONFLICT', { field: 'fingerprint', reason });
};
