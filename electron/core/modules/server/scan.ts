import { type Address, endpointOf } from './address.ts';
import type { ServerContext } from './context.ts';
import { knownHosts, knownTypes } from './known-hosts.ts';
import { callerMayUseMachine } from './machine.ts';

/** A host key with what known_hosts says of it; `knownFingerprint` is the other key it has for the address. */
export interface ScannedKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly known: 'match' | 'unknown' | 'changed' | 'revoked';
  readonly knownFingerprint?: string;
}

/** A certificate authority vouches for certificates; a plain key of such a host is as unknown as any. */
const meaning = {
  trusted: 'match',
  unknown: 'unknown',
  authority: 'unknown',
  changed: 'changed',
  revoked: 'revoked',
} as const;

/**
 * Fetches the host key of an address without signing in. UNREACHABLE where there is no SSH server. To whom the operator
 * gave no right to this host, its network and its known_hosts are not there.
 */
export const scanAddress = async (context: ServerContext, address: Address): Promise<ScannedKey> => {
  const { store, host } = context;
  const isAllowed = callerMayUseMachine(context);
  const [{ probeHostKey }, { judgeHostKey }, known] = await Promise.all([
    import('../../remote/ssh/host-key.ts'),
    import('../../remote/ssh/known-hosts.ts'),
    knownHosts(host, isAllowed),
  ]);
  const endpoint = {
    ...(await endpointOf({ store, host }, address, { label: address.host, mayUseMachine: isAllowed })),
    hostKeyTypes: await knownTypes(known, address.host, address.port),
  };
  const key = await probeHostKey(endpoint, { signal: context.signal });
  const { verdict, lines } = judgeHostKey(known, address.host, address.port, key.raw);
  const other = verdict === 'changed' ? lines[0]?.fingerprint : undefined;
  return {
    type: key.type,
    fingerprint: key.fingerprint,
    known: meaning[verdict],
    ...(other ? { knownFingerprint: other } : {}),
  };
};
