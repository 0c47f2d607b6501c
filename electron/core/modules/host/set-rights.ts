import type { HostAccount } from '#shared/contract/host.ts';
import { AppError } from '#shared/model/errors.ts';
import type { HostRight } from '#shared/model/host-rights.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { requireHostAccount } from './accounts.ts';
import type { HostContext } from './context.ts';

/**
 * Gives an account exactly these rights of the host. What a taken right held open is cut at once: connections to
 * servers by keys of the host, and calls that wait. CONFLICT where nobody would operate the host any more.
 */
export function setHostRights(
  context: HostContext,
  { account: named, rights }: { account: string; rights: readonly HostRight[] },
): HostAccount {
  const { sessions, store } = context;
  const before = requireHostAccount(store, named);
  const { account } = before;
  const wanted = [...new Set(rights)].sort();
  context.write((tx) => {
    replaceRights(tx, account, { before: before.rights, wanted, givenBy: context.caller.accountId });
    requireOperator(tx);
    tx.audit({
      fact: { type: 'hostRights', name: before.name, email: before.email },
      changes: [{ field: 'hostRights', before: before.rights, after: wanted }],
    });
    tx.afterCommit(() => sessions.changed());
  });
  if (before.rights.some((right) => !wanted.includes(right))) cutServersOf(context, account);
  return requireHostAccount(store, account);
}

function replaceRights(
  tx: AuditedTransaction,
  account: string,
  {
    before,
    wanted,
    givenBy,
  }: { before: readonly HostRight[]; wanted: readonly HostRight[]; givenBy: string },
): void {
  const rows = sql.deleteFrom('host_right').where('account_id', '=', account);
  for (const name of before) if (!wanted.includes(name)) tx.database.run(rows.where('name', '=', name));
  for (const name of wanted) {
    if (before.includes(name)) continue;
    const row = { account_id: account, name, given_by: givenBy, given_at: tx.now };
    tx.database.run(sql.insertInto('host_right').values(row));
  }
}

/** Somebody has to be left who can give the rights back. */
function requireOperator({ database }: AuditedTransaction): void {
  const operators = sql.selectFrom('host_right').select('account_id').where('name', '=', 'operate');
  if (database.first(operators)) return;
  const reason = 'nobody would operate this host any more; give that right to another account first';
  throw new AppError('CONFLICT', { field: 'rights', reason });
}

/** Their connections are opened anew, if they still may be. */
function cutServersOf({ servers, store }: HostContext, account: string): void {
  const reached = sql.selectFrom('server').select('id').where('reached_by', '=', account);
  for (const { id } of store.database.all(reached)) servers.reset(id);
}
