import type { Database } from '../../store/database.ts';

/** A column that names roles. */
interface RoleColumn {
  readonly table: string;
  readonly column: string;
}

/**
 * Every column of the store that refers to a role, found by its foreign keys: a table that a later capability adds
 * follows a deleted role without a line here.
 */
const roleColumns = ({ connection }: Database): RoleColumn[] =>
  connection
    .prepare(
      `SELECT m.name AS "table", f."from" AS "column"
       FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
       WHERE m.type = 'table' AND f."table" = 'role'`,
    )
    .all() as RoleColumn[];

/** Puts one role in another's place wherever the store names it. */
export const replaceRole = (database: Database, roleId: string, replacementId: string): void => {
  for (const { table, column } of roleColumns(database)) {
    database.connection
      .prepare(`UPDATE "${table}" SET "${column}" = ? WHERE "${column}" = ?`)
      .run(replacementId, roleId);
  }
};

/** How often the store names the role, by table. */
export const usesOf = (database: Database, roleId: string): Map<string, number> => {
  const uses = new Map<string, number>();
  for (const { table, column } of roleColumns(database)) {
    const { n } = database.connection
      .prepare(`SELECT count(*) AS n FROM "${table}" WHERE "${column}" = ?`)
      .get(roleId) as { n: number };
    if (n > 0) uses.set(table, (uses.get(table) ?? 0) + n);
  }
  return uses;
};
