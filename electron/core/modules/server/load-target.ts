import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Host } from '../../host.ts';
import type { KnownHostLine } from '../../remote/ssh/known-hosts.ts';
import type { HostKey, HostKeyVerdict, SshAuth, SshTarget } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import { knownHosts } from './known-hosts.ts';
import { mayUseMachine, usesMachineKeys } from './machine.ts';
import { type ServerRow, serverRow } from './queries.ts';
import { halfOf, signIn, storedAuth } from './sign-in.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
}

/** Trusts a key by its pinned fingerprint alone, unless the person's known_hosts revoked it. */
export const verifyPinned =
  (pinned: string, known: readonly KnownHostLine[]) =>
  (key: HostKey): HostKeyVerdict => {
    const isRevoked = known.some((line) => line.marker === 'revoked' && line.raw.equals(key.raw));
    return { trusted: key.fingerprint === pinned && !isRevoked, pinned };
  };

/** Members of the organization read why a server is down; the path of a file of the host is not theirs to know. */
const keyFileOfHost = 'of this host';

const storedSignIn = async (parts: Parts, row: ServerRow, isAllowed: boolean): Promise<SshAuth> => {
  if (usesMachineKeys(row.auth_type) && !isAllowed) {
    const detail =
      'it signs in by a key of this host, which the operator no longer allows; give the server a key of its own';
    throw new AppError('UNREACHABLE', { server: row.name, reason: 'auth', detail });
  }
  try {
    return await signIn(parts, await storedAuth(parts.store, row), {
      called: keyFileOfHost,
      half: halfOf(row),
    });
  } catch (error) {
    if (!isAppError(error, 'INVALID_INPUT')) throw error;
    const detail = error.data.issues.map(({ message }) => message).join(' ');
    throw new AppError('UNREACHABLE', { server: row.name, reason: 'auth', detail }, { cause: error });
  }
};

/**
 * Everything needed to connect to a stored server, its jump servers included. Key files are read and keys
 * are unsealed at each call. UNREACHABLE where a key can't be had or used any more (R20), CONFLICT where jump servers form a circle.
 */
export const loadTarget = async (
  parts: Parts,
  serverId: string,
  behind: readonly string[] = [],
): Promise<SshTarget> => {
  const row = serverRow(parts.store, serverId);
  const jumpId = row.jump_server_id;
  if (jumpId !== null && [...behind, serverId].includes(jumpId)) {
    const reason = `“${row.name}” would be reached through itself; choose another jump server`;
    throw new AppError('CONFLICT', { field: 'jumpServerId', reason });
  }
  const isAllowed = mayUseMachine(parts, row.reached_by);
  const [auth, known] = await Promise.all([
    storedSignIn(parts, row, isAllowed),
    knownHosts(parts.host, isAllowed),
  ]);
  return {
    label: row.name,
    host: row.host,
    port: row.port,
    user: row.user,
    auth,
    jump: jumpId === null ? undefined : await loadTarget(parts, jumpId, [...behind, serverId]),
    isPublicOnly: jumpId === null && !isAllowed,
    hostKeyTypes: [row.host_key_type],
    verifyHostKey: verifyPinned(row.host_key_fingerprint, known),
  };
};
