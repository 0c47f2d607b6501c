import type { SshKeyUse } from '#shared/contract/ssh-key.ts';
import { pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sshKeyRow } from '../../ssh-keys/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireUnused } from '../node/index.ts';

/** The servers and services that use an SSH key, by path: those that the caller may read. */
export function usageOf({ store, caller }: OperationContext, id: string): SshKeyUse[] {
  return usesOf(store, id).filter((use) => store.access.canRead(caller.subject, use.id));
}

/** All servers and services that use an SSH key, by path, whoever may see them. */
export function usesOf(store: Store, id: string): SshKeyUse[] {
  const { access, database } = store;
  const { previous_private_key: previous } = sshKeyRow(store, id);
  const servers = database.all(
    sql.selectFrom('server').select(['id', 'ssh_key_step']).where('ssh_key_id', '=', id),
  );
  const services = database.all(sql.selectFrom('service').select('id').where('deploy_key_id', '=', id));
  const uses = [
    ...servers.map((row) => ({
      kind: 'server' as const,
      id: row.id,
      uses: row.ssh_key_step ?? ('current' as const),
    })),
    ...services.map((row) => ({
      kind: 'service' as const,
      id: row.id,
      uses: previous ? ('both' as const) : ('current' as const),
    })),
  ];
  return uses
    .flatMap((use) => {
      const node = access.node(use.id);
      return node ? [{ ...use, path: pathTo(node) }] : [];
    })
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Refuses where anything uses the key; what the caller may not read is not named. */
export function requireNoUse(context: OperationContext, id: string): void {
  requireUnused({
    count: usesOf(context.store, id).length,
    seen: usageOf(context, id),
    unseen: 'something',
    cure: 'give them another key first',
  });
}
