import { afterEach, beforeEach } from 'vitest';
import type { MemberRow } from '#core/access/index.ts';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { addAccount } from './add-account.ts';
import { createOwnedCore, type TestClient } from './create-test-core.ts';
import { type Ids, populate } from './populate.ts';

type NewKey = Parameters<TestClient['apiKey']['create']>[0];
type Created = ReturnType<TestClient['apiKey']['create']>;

/** An organization with one of everything in two places, for what API keys open of it. */
export interface KeyWorld {
  readonly core: Core;
  readonly owner: TestClient;
  readonly organizationId: string;
  readonly place: Ids;
  /** Beside the place: another environment. */
  readonly sibling: Ids;
  /** All that was logged so far. */
  logged(): string;
  /** Creates a key called `ci` for 30 days. */
  create(client: TestClient, parts?: Partial<NewKey>): Created;
  /** Adds somebody; answers the account. */
  join(role: Parameters<typeof addAccount>[1]['role'], name: string): string;
  memberOf(accountId: string): MemberRow;
  /** Changes a member in the index alone, as extras, suspension and roles end up there. */
  setMember(accountId: string, change: Partial<MemberRow>): void;
  /** Gives a role by its name, in the store and in the index, as a change of role does. */
  setRole(accountId: string, name: string): void;
}

const createKeyWorld = async (overrides: Parameters<typeof createOwnedCore>[0]): Promise<KeyWorld> => {
  const { core, client, host, organizationId } = await createOwnedCore(overrides);
  const { store } = core.services;
  const { inScope, sibling } = populate(core, organizationId);
  const memberOf = (accountId: string): MemberRow => {
    const { memberId = '' } = store.access.effective(accountId, organizationId) ?? {};
    const row = store.access.memberships.member(memberId);
    if (!row) throw new Error('no such member');
    return row;
  };
  const setMember = (accountId: string, change: Partial<MemberRow>): void => {
    const row = memberOf(accountId);
    store.write((tx) => tx.afterCommit((access) => access.setMember({ ...row, ...change })));
  };
  return {
    core,
    owner: client,
    organizationId,
    place: inScope,
    sibling,
    logged: () => JSON.stringify(host.logged),
    create: (by, parts = {}) =>
      by.apiKey.create({ organizationId, name: 'ci', expiresInDays: '30', ...parts }),
    join: (role, name) => addAccount(core, { organizationId, role, name }),
    memberOf,
    setMember,
    setRole(accountId, name) {
      const ofName = sql.selectFrom('node').select('id').where('kind', '=', 'role').where('name', '=', name);
      const roleId = store.database.first(ofName.where('parent_id', '=', organizationId))?.id ?? '';
      const row = memberOf(accountId);
      store.write((tx) => {
        tx.database.run(sql.updateTable('member').set({ role_id: roleId }).where('id', '=', row.id));
        tx.afterCommit((access) => access.setMember({ ...row, roleId }));
      });
    },
  };
};

/** Opens such a world before each test of the file, and closes it after. */
export const openKeyWorld = (overrides: Parameters<typeof createOwnedCore>[0] = {}): KeyWorld => {
  const world = {} as KeyWorld;
  beforeEach(async () => {
    Object.assign(world, await createKeyWorld(overrides));
  });
  afterEach(() => world.core.close());
  return world;
};
