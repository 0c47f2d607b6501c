import { createRouterClient } from '@orpc/server';
import type { Core } from '#core/create-core.ts';
import { sql } from '#core/store/database.ts';
import { newId } from '#core/store/ids.ts';
import type { NewInvitation } from '#shared/contract/invitation.ts';
import { addAccount } from './add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from './create-test-core.ts';

/** An organization with an Owner and an Admin, a project with two environments, and a clock of its own. */
export interface InvitationWorld {
  readonly core: Core;
  readonly owner: TestClient;
  readonly admin: TestClient;
  readonly adminMemberId: string;
  readonly organizationId: string;
  readonly stagingId: string;
  readonly productionId: string;
  /** Moves the clock on. */
  pass(ms: number): void;
  /** The id of a role by its name. */
  role(name: string): string;
  /** An account without any membership. */
  stranger(email: string): { accountId: string; client: TestClient };
  /** A client of somebody who is not signed in. */
  nobody(): TestClient;
  /** Changes a member's role straight in the store, as a demotion would. */
  setRole(memberId: string, role: string): void;
  suspend(memberId: string): void;
  limitSeats(limit: number): void;
  invite(client: TestClient, email: string, more?: object): Promise<NewInvitation>;
}

export const hourMs = 3_600_000;

const addStranger = (core: Core, email: string): { accountId: string; client: TestClient } => {
  const accountId = core.services.store.write((tx) => {
    const id = newId('acc', tx.now);
    tx.database.run(
      sql.insertInto('account').values({ id, name: `Holder of ${email}`, email, created_at: tx.now + 10 }),
    );
    return id;
  });
  return { accountId, client: clientOf(core, accountId) };
};

const rolesOf = (core: Core, organizationId: string): Map<string, string> =>
  new Map(
    core.services.store.database
      .all(
        sql
          .selectFrom('node')
          .select(['id', 'name'])
          .where('kind', '=', 'role')
          .where('parent_id', '=', organizationId),
      )
      .map(({ id, name }) => [name ?? '', id]),
  );

const changeMember = (core: Core, memberId: string, change: { roleId?: string; isSuspended?: boolean }) => {
  const { store } = core.services;
  const member = store.access.memberships.member(memberId);
  if (!member) throw new Error(`no member ${memberId}`);
  const { roleId, isSuspended } = { ...member, ...change };
  store.write((tx) => {
    tx.database.run(
      sql
        .updateTable('member')
        .set({ role_id: roleId, suspended_at: isSuspended ? tx.now : null })
        .where('id', '=', memberId),
    );
    tx.afterCommit((access) => access.setMember({ ...member, roleId, isSuspended }));
  });
};

/** Close its core after the test. */
export const createInvitationWorld = async (): Promise<InvitationWorld> => {
  let now = Date.parse('2026-11-21T09:00:00Z');
  const { core, client: owner, organizationId } = await createOwnedCore({ now: () => now });
  const adminAccount = addAccount(core, { organizationId, role: 'Admin', name: 'Ada Admin' });
  const project = await owner.project.create({ organizationId, name: 'shop' });
  const [production] = await owner.environment.list({ projectId: project.id });
  const staging = await owner.environment.create({ projectId: project.id, name: 'staging' });
  // Whoever comes now is not the first account of the store.
  now += 1_000;
  const role = (name: string): string => rolesOf(core, organizationId).get(name) ?? `no role ${name}`;
  return {
    core,
    owner,
    admin: clientOf(core, adminAccount),
    adminMemberId: core.services.store.access.effective(adminAccount, organizationId)?.memberId ?? '',
    organizationId,
    stagingId: staging.id,
    productionId: production?.id ?? '',
    pass: (ms) => {
      now += ms;
    },
    role,
    stranger: (email) => addStranger(core, email),
    nobody: () =>
      createRouterClient(core.router, {
        context: core.openSession({ transport: 'websocket', identity: { type: 'nobody' } }).context,
        interceptors: core.handlerOptions.clientInterceptors as never,
      }) as TestClient,
    setRole: (memberId, name) => changeMember(core, memberId, { roleId: role(name) }),
    suspend: (memberId) => changeMember(core, memberId, { isSuspended: true }),
    limitSeats: (limit) => {
      core.services.store.database.run(
        sql.updateTable('organization').set({ seat_limit: limit }).where('id', '=', organizationId),
      );
    },
    invite: (client, email, more = {}) =>
      client.invitation.create({
        organizationId,
        email,
        roleId: role('Member'),
        lifetimeHours: 48,
        ...more,
      }),
  };
};
