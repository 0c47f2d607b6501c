import { afterEach, beforeEach } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { addRole } from '#core/modules/organization/index.ts';
import { addMember } from '#core/seats/index.ts';
import { sql } from '#core/store/database.ts';
import { newId } from '#core/store/ids.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { clientOf, createOwnedCore, type TestClient } from './create-test-core.ts';
import { keyClient } from './key-client.ts';
import { wordedEvent } from './worded-event.ts';

/** Somebody in the world, and how they call the core. */
export interface Person {
  readonly accountId: string;
  readonly memberId: string;
  readonly client: TestClient;
}

/** An organization with an Owner, two projects, and whoever a test lets join. */
export interface MemberWorld {
  readonly core: Core;
  readonly organizationId: string;
  readonly owner: Person;
  /** Adds an account with a role, by its name. */
  join(role: string, name: string): Person;
  /** The id of a role, by its name. */
  roleId(name: string): string;
  /** Makes a custom role, straight in the store. */
  custom(
    name: string,
    role: { level?: number; reach?: RoleReach; permissions: readonly Permission[] },
  ): string;
  /** `shop` with the environments `staging` and `production`, `blog` beside it, and a service `web` in staging. */
  readonly nodes: Readonly<
    Record<'shop' | 'staging' | 'production' | 'web' | 'blog' | 'blogProduction', string>
  >;
  /** What somebody holds on a node, by their account. */
  holds(person: Person, permission: Permission, nodeId: string): boolean;
  /** The newest audit event of an operation. */
  lastEvent(
    operation: string,
  ): { outcome: string; changes: unknown; detail: string; node_id: string | null } | undefined;
}

const insertAccount = (core: Core, name: string): string =>
  core.services.store.write((tx) => {
    const id = newId('acc', tx.now);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    tx.database.run(sql.insertInto('account').values({ id, name, email, created_at: tx.now + 1 }));
    return id;
  });

const treeOf = async (client: TestClient, organizationId: string): Promise<MemberWorld['nodes']> => {
  const shop = await client.project.create({ organizationId, name: 'shop' });
  const blog = await client.project.create({ organizationId, name: 'blog' });
  const [production] = await client.environment.list({ projectId: shop.id });
  const [blogProduction] = await client.environment.list({ projectId: blog.id });
  const staging = await client.environment.create({ projectId: shop.id, name: 'staging' });
  const web = await client.service.create({ environmentId: staging.id, name: 'web' });
  return {
    shop: shop.id,
    blog: blog.id,
    staging: staging.id,
    web: web.id,
    production: production?.id ?? '',
    blogProduction: blogProduction?.id ?? '',
  };
};

type Overrides = Parameters<typeof createOwnedCore>[0];

/** Makes such a world over a store in memory. Close its core after the test. */
export const createMemberWorld = async (overrides: Overrides = {}): Promise<MemberWorld> => {
  const { core, client, organizationId } = await createOwnedCore(overrides);
  const { store } = core.services;
  const memberId = (accountId: string): string =>
    store.access.effective(accountId, organizationId)?.memberId ?? '';
  const [account] = store.database.all(sql.selectFrom('account').select('id'));
  const ownerId = account?.id ?? '';
  const roleId = (name: string): string =>
    store.database.first(
      sql
        .selectFrom('node')
        .select('id')
        .where('parent_id', '=', organizationId)
        .where('kind', '=', 'role')
        .where('name', '=', name),
    )?.id ?? '';
  return {
    core,
    organizationId,
    owner: { accountId: ownerId, memberId: memberId(ownerId), client },
    nodes: await treeOf(client, organizationId),
    roleId,
    join(role, name) {
      const accountId = insertAccount(core, name);
      store.write((tx) => addMember(tx, { organizationId, accountId, roleId: roleId(role) }));
      return { accountId, memberId: memberId(accountId), client: clientOf(core, accountId) };
    },
    custom: (name, { level = 50, reach = 'organization', permissions }) =>
      store.write((tx) => addRole(tx, organizationId, { name, level, reach, permissions, builtIn: null })),
    holds: (person, permission, nodeId) => store.access.can(person.accountId, permission, nodeId),
    lastEvent(operation) {
      const row = store.database.first(
        sql
          .selectFrom('audit_event')
          .select(['outcome', 'changes', 'detail', 'facts', 'node_id', 'node_name'])
          .where('operation', '=', operation)
          .orderBy('sequence', 'desc')
          .limit(1),
      );
      const worded = row && wordedEvent(row);
      return worded && { ...worded, changes: JSON.parse(worded.changes) as unknown };
    },
  };
};

/** Opens such a world before each test of the file, and closes it after. */
export const openMemberWorld = (overrides: Overrides = {}): MemberWorld => {
  const world = {} as MemberWorld;
  beforeEach(async () => {
    Object.assign(world, await createMemberWorld(overrides));
  });
  afterEach(() => world.core.close());
  return world;
};

/** Somebody who joins the world before each test of the file. */
export const joinEach = (world: MemberWorld, role: string, name: string): Person => {
  const person = {} as Person;
  beforeEach(() => {
    Object.assign(person, world.join(role, name));
  });
  return person;
};

/** A script of somebody's: it comes with an API key that is limited to these permissions. */
export const scriptOf = async (
  { core, organizationId }: MemberWorld,
  { client }: Person,
  permissions: Permission[],
): Promise<TestClient> => {
  const key = { organizationId, name: 'script', expiresInDays: '1', permissions } as const;
  return keyClient(core, (await client.apiKey.create(key)).secret);
};
