import { expect } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { addAccount } from './add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from './create-test-core.ts';
import type { Person } from './member-world.ts';

type AnyRole = Parameters<typeof addAccount>[1]['role'];

/** An organization with nothing in it but its Owner, for tests of who is the Owner. */
export interface Ownership {
  readonly core: Core;
  readonly owner: TestClient;
  readonly organizationId: string;
  /** Adds an account with a role; its e-mail address begins with its id. */
  join(role: AnyRole, name: string): Person;
  /** Suspends a member straight in the store. */
  suspend(memberId: string): void;
  /** R1, read from the rows themselves: who has the mark, all of whom must have the role as well. */
  ownersIn(organizationId: string): string[];
}

/** Opens one over a store in memory; close its core after the test. */
export const openOwnership = async (): Promise<Ownership> => {
  const { core, client: owner, organizationId } = await createOwnedCore();
  const { store } = core.services;
  return {
    core,
    owner,
    organizationId,
    join(role, name) {
      const accountId = addAccount(core, { organizationId, role, name });
      const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
      return { accountId, memberId, client: clientOf(core, accountId) };
    },
    suspend: (memberId) =>
      store.write((tx) => {
        tx.database.run(sql.updateTable('member').set({ suspended_at: tx.now }).where('id', '=', memberId));
        const row = store.access.memberships.member(memberId);
        if (row) tx.afterCommit((access) => access.setMember({ ...row, isSuspended: true }));
      }),
    ownersIn(id) {
      const rows = store.database.connection
        .prepare(
          `SELECT a.name, m.is_owner AS marked, r.built_in AS role FROM member m
           JOIN account a ON a.id = m.account_id JOIN role r ON r.id = m.role_id
           WHERE m.organization_id = ? AND (m.is_owner = 1 OR r.built_in = 'owner')`,
        )
        .all(id) as { name: string; marked: number; role: string }[];
      expect(rows.every(({ marked, role }) => marked === 1 && role === 'owner')).toBe(true);
      return rows.map(({ name }) => name);
    },
  };
};
