import type { Database } from '../../store/database.ts';
import { pause } from './slices.ts';

/** Rows that go in one transaction: a few milliseconds, however many there are. */
const rowsAtOnce = 200;

/**
 * Removes the rows that are in archives, some in each transaction, so that nothing else waits for it. Chains begin
 * after their newest mark, so nobody sees what is still there; whatever a crash leaves goes at the next start.
 */
export const removeArchived = async (database: Database, isStopped: () => boolean): Promise<void> => {
  const { connection } = database;
  const marks = connection
    .prepare('SELECT organization_id, max(through) AS through FROM audit_archive GROUP BY organization_id')
    .all() as { organization_id: string; through: number }[];
  const remove = connection.prepare(`DELETE FROM audit_event WHERE sequence IN (
    SELECT sequence FROM audit_event WHERE organization_id = ? AND position <= ? ORDER BY position LIMIT ?)`);
  for (const { organization_id: organizationId, through } of marks) {
    while (!isStopped() && remove.run(organizationId, through, rowsAtOnce).changes === rowsAtOnce)
      await pause();
  }
};
