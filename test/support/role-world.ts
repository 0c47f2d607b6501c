import { afterEach, beforeEach } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import type { RoleView } from '#shared/contract/role.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';

interface NewRole {
  readonly name: string;
  readonly level: number;
  readonly reach: 'organization' | 'granted';
  readonly permissions: Permission[];
}

/** A custom role that deploys, as the tests create it where they do not say otherwise. */
export const deployer = {
  name: 'Deployer',
  reach: 'organization' as const,
  permissions: ['project.read', 'service.read', 'deployment.create', 'deployment.read'] as Permission[],
};

/** An organization of its own for each test, with its Owner. */
export interface RoleWorld {
  core: Core;
  owner: TestClient;
  organizationId: string;
  create(over?: Partial<NewRole>, client?: TestClient): Promise<RoleView>;
  roleNamed(name: string): Promise<RoleView>;
  memberOf(accountId: string): string;
  /** Adds somebody who has a custom role; answers the account. */
  holderOf(roleId: string, name: string): string;
}

const giveRole = ({ core }: RoleWorld, memberId: string, roleId: string): void => {
  const { store } = core.services;
  store.write((tx) => {
    tx.database.run(sql.updateTable('member').set({ role_id: roleId }).where('id', '=', memberId));
    const row = store.access.memberships.member(memberId);
    if (row) tx.afterCommit((access) => access.setMember({ ...row, roleId }));
  });
};

/** Opens the world before each test of the file and closes it after. */
export const openRoleWorld = (): RoleWorld => {
  const world = {
    create: (over = {}, client = world.owner) =>
      client.role.create({ organizationId: world.organizationId, ...deployer, ...over }),
    async roleNamed(name) {
      const roles = await world.owner.role.list({ organizationId: world.organizationId });
      const found = roles.find((role) => role.name === name);
      if (!found) throw new Error(`no role ${name}`);
      return found;
    },
    memberOf: (accountId) =>
      world.core.services.store.access.effective(accountId, world.organizationId)?.memberId ?? '',
    holderOf(roleId, name) {
      const { core, organizationId } = world;
      const accountId = addAccount(core, { organizationId, role: 'Viewer', name });
      giveRole(world, world.memberOf(accountId), roleId);
      return accountId;
    },
  } as RoleWorld;
  beforeEach(async () => {
    const { core, client, organizationId } = await createOwnedCore();
    Object.assign(world, { core, owner: client, organizationId });
  });
  afterEach(() => world.core.close());
  return world;
};
