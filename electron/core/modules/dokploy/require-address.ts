import { isIP } from 'node:net';
import { AppError } from '#shared/model/errors.ts';
import { isLoopback } from '#shared/model/loopback.ts';
import { heldHostRights } from '../../access/index.ts';
import { isPublicAddress } from '../../remote/network/public-address.ts';
import type { DokployContext } from './context.ts';

/**
 * Whether the instance may be in this machine's own network (R20): as for git providers, for those alone who may use that.
 * INVALID_INPUT on `baseUrl` where the key would go over the wire as it is: without TLS it is sent to this machine, or by its
 * address into a private network, and nowhere else.
 */
export function allowsPrivate({ host, store, caller }: DokployContext, url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const name = hostname.replace(/^\[|\]$/g, '');
  const mayUse = heldHostRights({ host, store }, caller).has('use-keys');
  if (isLoopback(name) && !mayUse) {
    refuse('is of this machine; its operator has to let you use its network first');
  }
  if (protocol !== 'http:' || isLoopback(name)) return mayUse;
  if (!mayUse || isIP(name) === 0 || isPublicAddress(name)) {
    refuse(
      'must begin with https://, for the key is sent there; or forward its port to this machine (`ssh -L`) and write http://localhost',
    );
  }
  return true;
}

function refuse(message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'baseUrl', message }] });
}
