import { AppError } from '#shared/model/errors.ts';
import { type Database, sql } from '../store/database.ts';

/**
 * Refuses servers an SSH key by which services fetch: CONFLICT. A build has the private half on its server, whose root
 * would sign in by it wherever else it opens.
 */
export function requireForServers(database: Database, auth: object): void {
  if (!('sshKeyId' in auth) || typeof auth.sshKeyId !== 'string') return;
  const { sshKeyId } = auth;
  const fetches = database.first(
    sql.selectFrom('service').select('id').where('deploy_key_id', '=', sshKeyId),
  );
  if (fetches) refuse('auth.sshKeyId', 'services fetch by this key; a server wants one that no build sees');
}

/** Refuses services an SSH key that opens servers, for the same reason: CONFLICT. */
export function requireForServices(database: Database, sshKeyId: string): void {
  const opens = database.first(sql.selectFrom('server').select('id').where('ssh_key_id', '=', sshKeyId));
  if (opens) refuse('sshKeyId', 'this key opens servers, which a build must not see; choose another one');
}

function refuse(field: string, reason: string): never {
  throw new AppError('CONFLICT', { field, reason });
}
