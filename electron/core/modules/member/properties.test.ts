import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitOf, hasBit, permissionsOf, usableOn } from '#core/access/index.ts';
import { sql } from '#core/store/database.ts';
import type { AccessPreview } from '#shared/contract/grant.ts';
import { isDemanded, isPermission, type Permission } from '#shared/model/permissions.ts';
import { createMemberWorld, type MemberWorld, type Person } from '#test/support/member-world.ts';

/** One try of somebody to change somebody, by numbers that a world makes real. */
interface Try {
  readonly actor: number;
  readonly target: number;
  readonly kind: 'role' | 'extras' | 'give' | 'lend' | 'prolong' | 'take' | 'access' | 'teams' | 'teamGrant';
  readonly a: number;
  readonly b: number;
}

const tries = fc.array(
  fc.record<Try>({
    actor: fc.nat(6),
    target: fc.nat(6),
    kind: fc.constantFrom(
      'role',
      'extras',
      'give',
      'lend',
      'prolong',
      'take',
      'access',
      'teams',
      'teamGrant',
    ),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { minLength: 8, maxLength: 24 },
);

const some: readonly Permission[] = [
  'project.read',
  'service.read',
  'service.update',
  'audit.read',
  'logs.read',
];
const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

interface Cast {
  readonly world: MemberWorld;
  readonly people: readonly Person[];
  readonly teamIds: readonly string[];
}

const openCast = async (): Promise<Cast> => {
  const world = await createMemberWorld();
  const lead = ['member.read', 'member.update', 'team.read', 'team.update', 'environment.read'] as const;
  world.custom('Lead', { level: 60, permissions: [...lead, 'project.read', 'service.read', 'logs.read'] });
  world.custom('Guest', { level: 10, reach: 'granted', permissions: ['project.read', 'service.read'] });
  const people = [
    world.owner,
    ...['Admin', 'Lead', 'Developer', 'Member', 'Guest', 'Lead'].map((role, index) =>
      world.join(role, `${role} ${index}`),
    ),
  ];
  const { organizationId, owner } = world;
  const one = await owner.client.team.create({ organizationId, name: 'One' });
  const two = await owner.client.team.create({ organizationId, name: 'Two' });
  return { world, people, teamIds: [one.id, two.id] };
};

type Held = ReadonlyMap<string, ReadonlySet<string>>;

/** What somebody holds on each node, read off the index. */
const heldBy = ({ world }: Cast, { accountId }: Person): Held => {
  const { access } = world.core.services.store;
  const nodes = [world.organizationId, ...Object.values(world.nodes)];
  return new Map(nodes.map((id) => [id, new Set(permissionsOf(access.heldOn(accountId, id)))]));
};

const more = (after: Held, before: Held): [string, string][] =>
  [...after].flatMap(([id, has]) =>
    [...has]
      .filter((permission) => !before.get(id)?.has(permission))
      .map((each): [string, string] => [id, each]),
  );

interface Act {
  readonly preview?: () => Promise<AccessPreview>;
  readonly run: () => Promise<unknown>;
  /** Whether it only adds, and so may take nothing away. */
  readonly adds: boolean;
}

const hourAhead = (hours: number): string => new Date(Date.now() + (hours + 1) * 3_600_000).toISOString();

const actOf = ({ world, people, teamIds }: Cast, { actor, target, kind: wanted, a, b }: Try): Act => {
  const { member, team } = at(people, actor).client;
  const { memberId } = at(people, target);
  const { memberships } = world.core.services.store.access;
  const roleId = world.roleId(at(['Admin', 'Manager', 'Developer', 'Member', 'Viewer', 'Guest', 'Owner'], a));
  const nodeId = at(Object.values(world.nodes), b);
  const own = memberships.grantsOf(memberId).map(({ id }) => id);
  // A change of no grant is no change: it is refused as an input before anybody judges it.
  const isOfNone = own.length === 0 && (wanted === 'prolong' || wanted === 'take');
  const kind = isOfNone ? 'give' : wanted;
  const grants = (change: { add?: object[]; update?: object[]; remove?: string[] }, adds: boolean): Act => ({
    preview: () => member.preview({ memberId, grants: change as never }),
    run: () => member.changeGrants({ memberId, ...(change as object) }),
    adds,
  });
  if (kind === 'role') {
    return {
      preview: () => member.preview({ memberId, roleId }),
      run: () => member.setRole({ memberId, roleId }),
      adds: false,
    };
  }
  if (kind === 'extras') {
    const permissions = some.slice(a % some.length, (a % some.length) + 2) as 'audit.read'[];
    return {
      preview: () => member.preview({ memberId, extras: permissions }),
      run: () => member.setExtras({ memberId, permissions }),
      adds: false,
    };
  }
  if (kind === 'give') return grants({ add: [{ nodeId, ...(a % 2 ? { roleId } : {}) }] }, true);
  if (kind === 'lend') return grants({ add: [{ nodeId, endsAt: hourAhead(a) }] }, true);
  if (kind === 'prolong') {
    const update = own.slice(0, 1).map((grantId) => ({ grantId, endsAt: a % 2 ? null : hourAhead(b) }));
    return grants({ update }, true);
  }
  if (kind === 'access') {
    const wish = {
      memberId,
      roleId,
      ...(b % 2 ? { extras: some.slice(b % some.length, (b % some.length) + 1) as 'audit.read'[] } : {}),
      grants: { add: [{ nodeId }], remove: a % 2 ? own.slice(0, 2) : [] },
    };
    return { preview: () => member.preview(wish), run: () => member.changeAccess(wish), adds: false };
  }
  if (kind === 'take') return grants({ remove: own.slice(0, 1) }, false);
  const teamId = at(teamIds, a);
  if (kind === 'teams') {
    const now = memberships.teamsOf(memberId);
    const isIn = now.includes(teamId);
    return {
      preview: () =>
        member.preview({ memberId, teamIds: isIn ? now.filter((id) => id !== teamId) : [...now, teamId] }),
      run: () => team.changeMembers({ teamId, [isIn ? 'remove' : 'add']: [memberId] }),
      adds: !isIn,
    };
  }
  const add = [{ nodeId, ...(a % 3 ? { roleId } : {}) }];
  return { run: () => team.changeGrants({ teamId, add }), adds: true };
};

const outcomeOf = async <T>(call: () => Promise<T>): Promise<T | { code: string }> => {
  try {
    return await call();
  } catch (error) {
    return { code: (error as { code: string }).code };
  }
};

const isRefusal = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'code' in outcome && typeof outcome.code === 'string';

/** A preview names what opens something there; what no operation demands on such a node or below it goes unsaid. */
const isOfUse = (cast: Cast, id: string, permission: string): boolean => {
  const node = cast.world.core.services.store.access.node(id);
  if (!node || !isPermission(permission) || !isDemanded(permission)) return false;
  return node.parent === null || hasBit(usableOn(node.kind), bitOf(permission));
};

/** The lines of a preview are what came about: none is missing, and none says what did not happen. */
const expectAsPreviewed = (cast: Cast, preview: AccessPreview, before: Held, after: Held): void => {
  const { access } = cast.world.core.services.store;
  const above = (id: string): string[] => {
    const ids: string[] = [];
    for (let node = access.node(id) ?? null; node; node = node.parent) ids.push(node.id);
    return ids;
  };
  for (const [side, came] of [
    ['gained', more(after, before)],
    ['lost', more(before, after)],
  ] as const) {
    for (const [id, permission] of came.filter(([id, each]) => isOfUse(cast, id, each))) {
      const lines = preview.differences.filter(({ nodeId }) => above(id).includes(nodeId ?? ''));
      expect(lines.flatMap((line) => line[side])).toContain(permission);
    }
    const told = new Set(came.map(([id, permission]) => `${id} ${permission}`));
    for (const line of preview.differences) {
      if (!line.nodeId) continue;
      for (const permission of line[side]) expect(told).toContain(`${line.nodeId} ${permission}`);
    }
  }
};

const step = async (cast: Cast, each: Try): Promise<void> => {
  const { world, people } = cast;
  const act = actOf(cast, each);
  const [actor, target] = [at(people, each.actor), at(people, each.target)];
  const may = heldBy(cast, actor);
  const before = new Map(people.map((person) => [person, heldBy(cast, person)]));
  const preview = act.preview && (await outcomeOf(act.preview));
  const outcome = await outcomeOf(act.run);
  const owners = world.core.services.store.database.all(
    sql.selectFrom('member').select('id').where('is_owner', '=', 1),
  );
  expect(owners).toEqual([{ id: world.owner.memberId }]);
  for (const person of people) {
    const [was, is] = [before.get(person) ?? new Map(), heldBy(cast, person)];
    if (isRefusal(outcome)) expect(is).toEqual(was);
    if (act.adds) expect(more(was, is)).toEqual([]);
    for (const [id, permission] of more(is, was)) expect(may.get(id)).toContain(permission);
    if (person === actor) expect(more(is, was)).toEqual([]);
  }
  if (!preview || isRefusal(preview)) return;
  const told = preview as AccessPreview;
  const permitted = world.holds(actor, 'member.update', world.organizationId);
  if (permitted) expect(told.refusals.length > 0).toBe(isRefusal(outcome));
  if (!isRefusal(outcome)) {
    expectAsPreviewed(cast, told, before.get(target) ?? new Map(), heldBy(cast, target));
  }
};

it('R1, R2, R6: no sequence of changes makes a second Owner, promotes its actor, or gives what the actor lacks; previews tell the truth', async () => {
  await fc.assert(
    fc.asyncProperty(tries, async (sequence) => {
      const cast = await openCast();
      try {
        for (const each of sequence) await step(cast, each);
      } finally {
        await cast.world.core.close();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
