import type { OrganizationNotice } from '#shared/contract/organization.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Transaction } from '../../store/store.ts';
import { instant } from '../node/index.ts';

/** Keeps a notice until everybody who runs the organization has dismissed it, in the caller's transaction. */
export const addNotice = (tx: Transaction, organizationId: string, text: string): void => {
  tx.database.run(
    sql.insertInto('notice').values({
      id: newId('ntc', tx.now),
      organization_id: organizationId,
      text,
      created_at: tx.now,
    }),
  );
  tx.announce({ kind: 'organization', nodeId: organizationId, verb: 'updated' });
};

/** The notices that the caller has not dismissed yet, newest first. */
export const noticesFor = (context: OperationContext, organizationId: string): OrganizationNotice[] => {
  const seen = sql
    .selectFrom('notice_seen')
    .select('notice_id')
    .where('account_id', '=', context.caller.accountId);
  const rows = context.store.database.all(
    sql
      .selectFrom('notice')
      .select(['id', 'text', 'created_at'])
      .where('organization_id', '=', organizationId)
      .where('id', 'not in', seen)
      .orderBy('created_at', 'desc'),
  );
  return rows.map(({ id, text, created_at }) => ({ id, at: instant(created_at), text }));
};

/** Dismisses a notice for the caller alone; a notice of another organization is unknown. */
export const dismissNotice = (
  context: OperationContext,
  { organizationId, notice }: { organizationId: string; notice: string },
): Record<never, never> => {
  context.write((tx) => {
    const row = tx.database.first(
      sql
        .selectFrom('notice')
        .select('text')
        .where('id', '=', notice)
        .where('organization_id', '=', organizationId),
    );
    if (!row) throw new AppError('NOT_FOUND', { kind: 'notice', id: notice });
    const { accountId } = context.caller;
    tx.database.run(sql.replaceInto('notice_seen').values({ notice_id: notice, account_id: accountId }));
    tx.announce({ kind: 'organization', nodeId: organizationId, verb: 'updated' });
    tx.audit({ fact: { type: 'noticeDismissed', text: row.text } });
  });
  return {};
};
