import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { heldAt, loadAccess, type PermissionBits, permissionsOf, without } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

const index = fc.nat(40);
const kinds = [
  'setRole',
  'setExtras',
  'giveGrant',
  'takeGrant',
  'suspend',
  'restore',
  'joinTeam',
  'leaveTeam',
  'teamGrant',
  'editRole',
  'tag',
  'ask',
  'answer',
  'transfer',
] as const;
const step = fc.record({
  what: fc.constantFrom(...kinds),
  actor: index,
  one: index,
  two: index,
  three: index,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const at = <T>(items: readonly T[], position: number): T => items[position % items.length] as T;

const extras = ['project.create', 'server.read', 'member.read', 'member.update', 'tag.update'] as const;
const wide = [
  'service.read',
  'service.update',
  'project.delete',
  'server.terminal',
  'member.update',
] as const;

interface Person {
  readonly client: TestClient;
  readonly memberId: string;
}

interface World {
  readonly core: Core;
  readonly organizationId: string;
  readonly persons: readonly Person[];
  readonly roleIds: readonly string[];
  readonly customRoleId: string;
  readonly teamIds: readonly string[];
  readonly tagIds: readonly string[];
  readonly placeIds: readonly string[];
}

/** One of each role, a custom role, two teams, a tag set, two projects; everything by real operations. */
const world = async (): Promise<World> => {
  const { core, client: owner, organizationId } = await createOwnedCore();
  const { store } = core.services;
  const names = ['Admin', 'Admin', 'Manager', 'Developer', 'Member', 'Viewer'] as const;
  const accounts = names.map((role, turn) => addAccount(core, { organizationId, role, name: `P${turn}` }));
  const ownerAccount = core.openSession({ transport: 'in-process' }).context.whoAsks().accountId;
  const persons = [ownerAccount, ...accounts].map((id) => ({
    client: clientOf(core, id),
    memberId: store.access.effective(id, organizationId)?.memberId ?? '',
  }));
  const custom = await owner.role.create({
    organizationId,
    name: 'Helper',
    reach: 'granted',
    permissions: ['service.read', 'project.read'],
  });
  const crew = await owner.team.create({ organizationId, name: 'Crew' });
  const night = await owner.team.create({ organizationId, name: 'Night' });
  const ring = await owner.tagSet.create({ organizationId, name: 'Ring' });
  const canary = await owner.tag.create({ tagSetId: ring.id, name: 'Canary' });
  const projects = [
    await owner.project.create({ organizationId, name: 'Shop' }),
    await owner.project.create({ organizationId, name: 'Bank' }),
  ];
  const environments = await Promise.all(
    projects.map(async ({ id }) => (await owner.environment.list({ projectId: id }))[0]?.id ?? ''),
  );
  const roles = await owner.role.list({ organizationId });
  return {
    core,
    organizationId,
    persons,
    roleIds: roles.map(({ id }) => id),
    customRoleId: custom.id,
    teamIds: [crew.id, night.id],
    tagIds: [canary.id],
    placeIds: [...projects.map(({ id }) => id), ...environments],
  };
};

type Act = (w: World, client: TestClient, step: Step) => Promise<unknown>;
const memberId = (w: World, position: number): string => at(w.persons, position).memberId;

const acts: { readonly [K in Step['what']]: Act } = {
  setRole: (w, client, { one, two }) =>
    client.member.setRole({ memberId: memberId(w, one), roleId: at(w.roleIds, two) }),
  setExtras: (w, client, { one, two, three }) =>
    client.member.setExtras({
      memberId: memberId(w, one),
      permissions: [...new Set([at(extras, two), at(extras, three)])],
    }),
  giveGrant: (w, client, { one, two, three }) =>
    client.member.changeGrants({
      memberId: memberId(w, one),
      add: [
        {
          ...(two % 5 === 0 ? { tagIds: [at(w.tagIds, two)] } : { nodeId: at(w.placeIds, two) }),
          ...(three % 3 === 0 ? {} : { roleId: at(w.roleIds, three) }),
        },
      ],
    }),
  takeGrant: (w, client, { one, two }) => {
    const grants = w.core.services.store.access.memberships.grantsOf(memberId(w, one));
    const remove = grants.length > 0 ? [at(grants, two).id] : [];
    return client.member.changeGrants({ memberId: memberId(w, one), remove });
  },
  suspend: (w, client, { one }) => client.member.suspend({ memberId: memberId(w, one) }),
  restore: (w, client, { one }) => client.member.restore({ memberId: memberId(w, one) }),
  joinTeam: (w, client, { one, two }) =>
    client.team.changeMembers({ teamId: at(w.teamIds, one), add: [memberId(w, two)], remove: [] }),
  leaveTeam: (w, client, { one, two }) =>
    client.team.changeMembers({ teamId: at(w.teamIds, one), add: [], remove: [memberId(w, two)] }),
  teamGrant: (w, client, { one, two, three }) =>
    client.team.changeGrants({
      teamId: at(w.teamIds, one),
      add: [{ nodeId: at(w.placeIds, two), roleId: at(w.roleIds, three) }],
    }),
  editRole: (w, client, { one, two, three }) =>
    client.role.update({
      roleId: w.customRoleId,
      reach: three % 2 === 0 ? 'granted' : 'organization',
      permissions: [...new Set([at(wide, one), at(wide, two)])],
    }),
  tag: (w, client, { one, two }) =>
    client.tag.assign({
      organizationId: w.organizationId,
      nodeId: at(w.placeIds, one),
      tagIds: two % 2 === 0 ? [...w.tagIds] : [],
    }),
  ask: (w, client, { one, two }) =>
    client.access.request({
      nodeId: at([...w.placeIds, w.organizationId], one),
      permission: at([...wide, ...extras], two),
      reason: '',
    }),
  answer: async (w, client, { one, two }) => {
    const open = await client.access.requests({ organizationId: w.organizationId, state: 'open' });
    if (open.length === 0) return;
    const decision = { accessRequestId: at(open, one).id, decision: 'granted' } as const;
    await client.access.answer(two % 3 === 0 ? decision : { ...decision, roleId: at(w.roleIds, two) });
  },
  transfer: (w, client, { one }) =>
    client.organization.transfer({
      organizationId: w.organizationId,
      memberId: memberId(w, one),
      typedName: 'Acme',
    }),
};

/** What each member holds on each place; of a suspended one what a restoring would give back. */
const heldNow = ({ core, persons, placeIds, organizationId }: World): Map<string, PermissionBits> => {
  const { access } = core.services.store;
  const held = new Map<string, PermissionBits>();
  for (const person of persons) {
    const facts = access.memberships.factsOf(person.memberId);
    const effective = facts && access.whatIf(facts);
    for (const id of [organizationId, ...placeIds]) {
      const node = access.node(id);
      if (effective && node) held.set(`${person.memberId} ${id}`, heldAt(effective, node));
    }
  }
  return held;
};

const ownersOf = ({ core, organizationId }: World) =>
  core.services.store.database.all(
    sql
      .selectFrom('member')
      .innerJoin('role', 'role.id', 'member.role_id')
      .select(['member.is_owner', 'role.built_in'])
      .where('member.organization_id', '=', organizationId)
      .where((each) => each.or([each('member.is_owner', '=', 1), each('role.built_in', '=', 'owner')])),
  );

const outcomes = new Map<string, number>();

const runStep = async (w: World, each: Step): Promise<void> => {
  const actor = at(w.persons, each.actor);
  const before = heldNow(w);
  const outcome = await acts[each.what](w, actor.client, each).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  expect(['done', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'INVALID_INPUT', 'LIMIT']).toContain(outcome);
  expect(ownersOf(w)).toEqual([{ is_owner: 1, built_in: 'owner' }]);
  for (const [key, now] of heldNow(w)) {
    const gained = without(now, before.get(key) ?? now);
    const own = before.get(`${actor.memberId} ${key.split(' ')[1]}`);
    const beyond = permissionsOf(own ? without(gained, own) : gained);
    if (beyond.length > 0) throw new Error(`${each.what} (${outcome}) gave ${beyond.join()} to ${key}`);
  }
};

describe('any sequence of operations by anybody', () => {
  it('R1, R6: leaves one Owner, and gives nobody what the actor did not hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const w = await world();
        try {
          for (const each of steps) await runStep(w, each);
          const { access, database } = w.core.services.store;
          const fresh = loadAccess(database, Date.now);
          for (const { memberId: id } of w.persons) {
            const account = access.memberships.member(id)?.accountId ?? '';
            for (const node of [w.organizationId, ...w.placeIds]) {
              expect(permissionsOf(fresh.heldOn(account, node))).toEqual(
                permissionsOf(access.heldOn(account, node)),
              );
            }
          }
        } finally {
          await w.core.close();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(outcomes.get('done') ?? 0).toBeGreaterThan(20);
  }, 120_000);
});
