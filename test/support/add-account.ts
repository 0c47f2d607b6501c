import type { Core } from '#core/create-core.ts';
import { addMember } from '#core/seats/index.ts';
import { sql } from '#core/store/database.ts';
import { newId } from '#core/store/ids.ts';

/** Adds an account with a role of the organization by name, straight in the store; answers its id. */
export const addAccount = (
  core: Core,
  member: {
    organizationId: string;
    role: string;
    name: string;
  },
): string => {
  const { store } = core.services;
  return store.write((tx) => {
    const accountId = newId('acc', tx.now);
    tx.database.run(
      sql.insertInto('account').values({
        id: accountId,
        name: member.name,
        email: `${accountId}@example.com`,
        created_at: tx.now + 1,
      }),
    );
    const role = tx.database.first(
      sql
        .selectFrom('node')
        .select('id')
        .where('parent_id', '=', member.organizationId)
        .where('kind', '=', 'role')
        .where('name', '=', member.role),
    );
    addMember(tx, { organizationId: member.organizationId, accountId, roleId: role?.id ?? '' });
    return accountId;
  });
};
