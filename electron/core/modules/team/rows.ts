import { announceAccess } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import type { Transaction } from '../../store/store.ts';

/** Puts members into a team and takes others out, inside the caller's transaction; who may was decided before. */
export const changeTeamRows = (
  tx: Transaction,
  teamId: string,
  change: { add: readonly string[]; remove: readonly string[] },
): void => {
  for (const memberId of change.remove) {
    tx.database.run(
      sql.deleteFrom('team_member').where('team_id', '=', teamId).where('member_id', '=', memberId),
    );
  }
  for (const memberId of change.add) {
    const row = { team_id: teamId, member_id: memberId };
    tx.database.run(
      sql
        .insertInto('team_member')
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
  }
  const rows = tx.database.all(
    sql.selectFrom('team_member').select('member_id').where('team_id', '=', teamId),
  );
  const memberIds = rows.map(({ member_id }) => member_id);
  tx.afterCommit((access) => access.setTeam({ id: teamId, memberIds }));
  tx.announce({ kind: 'team', nodeId: teamId, verb: 'updated' });
  announceAccess(tx, [...change.add, ...change.remove]);
};
