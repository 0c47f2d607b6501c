import * as z from 'zod';
import { idOf } from '#shared/contract/fields.ts';
import { Fingerprint, HostName, Port, UserName } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Making, Portable } from '../../bundle/body/portable.ts';
import { requireForServers } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import { requireKeysOf } from './machine.ts';
import { serverRow } from './queries.ts';

const fields = {
  host: HostName,
  port: Port,
  user: UserName,
  authType: z.enum(['key-file', 'key', 'ssh-key', 'agent']),
  sshKeyId: idOf('sshKey', 'sshKey.read').optional(),
  jumpServerId: idOf('server', 'server.read').optional(),
  hostKeyType: z.string().regex(/^[a-z0-9@.-]{1,64}$/, 'must be the type of a host key, such as ssh-ed25519'),
  fingerprint: Fingerprint,
};
type Given = z.infer<z.ZodObject<typeof fields>>;

/** A server in a bundle, with the host key that somebody compared. Nobody connects to it when it is brought in. */
export const serverPortable: Portable = {
  fields,
  read({ store }, id) {
    const row = serverRow(store, id);
    return {
      ...{ host: row.host, port: row.port, user: row.user, authType: row.auth_type },
      sshKeyId: row.ssh_key_id,
      jumpServerId: row.jump_server_id,
      hostKeyType: row.host_key_type,
      fingerprint: row.host_key_fingerprint,
    };
  },
  create: (making, { name, fields: given }) => insertServer(making, name, given as Given),
  update(_making, { fields: given }) {
    const [field] = Object.keys(given);
    if (field !== undefined)
      refuse(
        field,
        'is tried before it is saved, which an import does not; change the server on its own page',
      );
  },
};

function insertServer({ context, tx, organizationId }: Making, name: string, given: Given): string {
  const { authType, sshKeyId } = given;
  if (authType !== 'ssh-key' && authType !== 'agent')
    refuse(
      'authType',
      'is by a key that is in no bundle; add the server here by a key of your own, and skip it',
    );
  if (authType === 'ssh-key' && sshKeyId === undefined)
    refuse('sshKeyId', 'is missing; bring the SSH key in too, or add the server by hand');
  requireKeysOf(context, authType);
  if (sshKeyId !== undefined) requireForServers(tx.database, { sshKeyId });
  const id = tx.createNode({ kind: 'server', parentId: organizationId, name });
  tx.database.run(
    sql.insertInto('server').values({
      ...{ id, host: given.host, port: given.port, user: given.user, auth_type: authType },
      ssh_key_id: sshKeyId ?? null,
      public_key: sshKeyId === undefined ? null : publicHalf(tx, sshKeyId),
      jump_server_id: given.jumpServerId ?? null,
      reached_by: context.caller.accountId,
      host_key_type: given.hostKeyType,
      host_key_fingerprint: given.fingerprint,
      is_ready: 0,
      created_at: tx.now,
      ...{ key_path: null, agent_socket: null, credentials: null, docker_version: null, facts: null },
      seen_at: null,
    }),
  );
  return id;
}

function publicHalf({ database }: Making['tx'], sshKeyId: string): string | null {
  const key = database.first(sql.selectFrom('ssh_key').select('public_key').where('id', '=', sshKeyId));
  return key?.public_key ?? null;
}

function refuse(path: string, message: string): never {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
}
