import { AppError } from '#shared/model/errors.ts';
import type { HostRight } from '#shared/model/host-rights.ts';
import { appendAudit, localRecovery } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireHostAccount } from './accounts.ts';

const operate: HostRight = 'operate';

/**
 * Lets an account operate the host where nobody is left who could give the right (R20). Only for whoever holds the
 * machine and its vault: no operation leads here. Nobody loses anything by it; audited in the trail of the host. Answers
 * what was done, in words; CONFLICT where the account has the right.
 */
export function makeOperator(store: Store, { email }: { readonly email: string }): string {
  return store.write((tx) => {
    const { account, name, email: address, rights } = requireHostAccount(store, email);
    if (rights.includes(operate)) {
      const reason = `${name} operates this host already; nothing was changed`;
      throw new AppError('CONFLICT', { field: 'email', reason });
    }
    const row = { account_id: account, name: operate, given_by: null, given_at: tx.now };
    tx.database.run(sql.insertInto('host_right').values(row));
    appendAudit(tx, {
      caller: localRecovery,
      operation: 'host.makeOperator',
      permission: null,
      ...{ organizationId: null, nodeId: null, nodePath: '', nodeName: null },
      outcome: 'allowed',
      facts: [{ type: 'hostRights', name, email: address }],
      changes: [{ field: 'hostRights', before: rights, after: [...rights, operate].sort() }],
    });
    return `${name} (${address}) operates this host now; the audit trail says so.`;
  });
}
