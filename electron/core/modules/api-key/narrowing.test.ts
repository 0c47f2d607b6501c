import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allPermissions, demandedPermissions, type Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { populate } from '#test/support/populate.ts';
import { type IndexedNode, insertGrant, isAtOrAbove, type MemberRow } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { keyRecord } from './queries.ts';

let core: Core;
let holder: TestClient;
let holderId: string;
let organizationId: string;
let memberId: string;
let nodes: readonly IndexedNode[];
let scopes: readonly string[];
let roleIds: readonly string[];

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core, organizationId } = made);
  const { inScope, sibling } = populate(core, organizationId);
  holderId = addAccount(core, { organizationId, role: 'Admin', name: 'Ada Admin' });
  holder = clientOf(core, holderId);
  const { access, database } = core.services.store;
  memberId = access.effective(holderId, organizationId)?.memberId ?? '';
  nodes = access.visible(holderId, organizationId);
  const kinds = ['projectId', 'environmentId', 'serviceId', 'serverId'];
  scopes = [...new Set(kinds.flatMap((kind) => [inScope[kind] ?? '', sibling[kind] ?? '']))];
  roleIds = database
    .all(
      sql.selectFrom('node').select('id').where('kind', '=', 'role').where('parent_id', '=', organizationId),
    )
    .map(({ id }) => id);
});
afterAll(() => core.close());

const memberRow = (): MemberRow => {
  const row = core.services.store.access.memberships.member(memberId);
  if (!row) throw new Error('the holder is gone');
  return row;
};
const setMember = (change: Partial<MemberRow>): void =>
  core.services.store.write((tx) => {
    const row = { ...memberRow(), ...change };
    tx.afterCommit((access) => access.setMember(row));
  });

/** What can happen to a holder from outside. */
type Change =
  | { type: 'role'; role: number }
  | { type: 'extras'; extras: Permission[] }
  | { type: 'suspend'; isSuspended: boolean }
  | { type: 'grant'; scope: number; role: number }
  | { type: 'ungrant' };

const apply = (change: Change): void => {
  const { store } = core.services;
  if (change.type === 'role') setMember({ roleId: roleIds[change.role % roleIds.length] ?? '' });
  if (change.type === 'extras') setMember({ extras: change.extras });
  if (change.type === 'suspend') setMember({ isSuspended: change.isSuspended });
  if (change.type === 'grant') {
    const nodeId = scopes[change.scope % scopes.length] ?? '';
    const roleId = roleIds[change.role % roleIds.length] ?? '';
    const rest = { createdBy: null, teamId: null, tagIds: null, endsAt: null };
    store.write((tx) => insertGrant(tx, { organizationId, memberId, nodeId, roleId, ...rest }));
  }
  if (change.type === 'ungrant') {
    const [grant] = store.access.memberships.grantsOf(memberId);
    if (grant) store.write((tx) => tx.removeNode(grant.id));
  }
};

const permission = fc.constantFrom(...demandedPermissions);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ type: fc.constant('role' as const), role: fc.nat(20) }),
  fc.record({ type: fc.constant('extras' as const), extras: fc.uniqueArray(permission, { maxLength: 4 }) }),
  fc.record({ type: fc.constant('suspend' as const), isSuspended: fc.boolean() }),
  fc.record({ type: fc.constant('grant' as const), scope: fc.nat(20), role: fc.nat(20) }),
  fc.record({ type: fc.constant('ungrant' as const) }),
);
const narrowing = fc.record(
  {
    permissions: fc.uniqueArray(permission, { minLength: 1, maxLength: 30 }),
    scopes: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const nodesOf = (narrowed: { scopes?: readonly number[] }): string[] | undefined =>
  narrowed.scopes && [...new Set(narrowed.scopes.map((at) => scopes[at % scopes.length] ?? ''))];

const reset = (): void => {
  const { store } = core.services;
  for (const { id } of store.access.memberships.grantsOf(memberId)) store.write((tx) => tx.removeNode(id));
  const admin = roleIds.find((id) => store.access.memberships.role(id)?.name === 'Admin') ?? '';
  setMember({ roleId: admin, extras: [], isSuspended: false });
};

let made = 0;
const create = async (
  client: TestClient,
  narrowed: { permissions?: Permission[]; scopes?: number[] },
  expiresInDays: '90' | '30' | '7' = '7',
) => {
  made += 1;
  const { permissions } = narrowed;
  const nodeIds = nodesOf(narrowed);
  return client.apiKey.create({
    organizationId,
    name: `key ${made}`,
    expiresInDays,
    ...(permissions ? { permissions } : {}),
    ...(nodeIds ? { nodeIds } : {}),
  });
};

it('R6: a key holds exactly what its holder does while that one may use keys, within its permissions and scopes, whatever becomes of the holder', async () => {
  const { access } = core.services.store;
  let questions = 0;
  await fc.assert(
    fc.asyncProperty(narrowing, fc.array(change, { maxLength: 8 }), async (narrowed, changes) => {
      reset();
      const permissions = narrowed.permissions?.filter((each) => access.can(holderId, each, organizationId));
      if (permissions?.length === 0) return;
      const chosen = { ...narrowed, ...(permissions ? { permissions } : {}) };
      const { key } = await create(holder, chosen);
      const limits = nodesOf(narrowed)?.flatMap((id) => access.node(id) ?? []);
      const agree = (): void => {
        const mayUse = access.can(holderId, 'api.read', organizationId);
        for (const node of nodes) {
          const isInside = !limits || limits.some((limit) => isAtOrAbove(limit, node));
          for (const each of allPermissions) {
            questions += 1;
            const isMasked = !permissions || permissions.includes(each);
            const expected = mayUse && isInside && isMasked && access.can(holderId, each, node.id);
            if (access.can(key.id, each, node.id) !== expected) {
              throw new Error(`${each} on ${node.kind} ${node.name} is ${String(!expected)} for the key`);
            }
          }
        }
      };
      agree();
      for (const each of changes) {
        apply(each);
        agree();
      }
      core.services.store.write((tx) => tx.removeNode(key.id));
    }),
    { numRuns: 60 },
  );
  expect(questions).toBeGreaterThan(100_000);
});

/** One more key of a chain: what it keeps of its maker's permissions, what it asks for besides, and where. */
const link = fc.record(
  {
    keep: fc.integer({ min: 1, max: 7 }),
    besides: permission,
    scopes: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['keep'] },
);
const lifetimes = ['90', '30', '7'] as const;

it('R6: a key that a key made never holds what its maker does not, whatever becomes of the holder', async () => {
  const { store } = core.services;
  let pairs = 0;
  let refusals = 0;
  const chains = fc.array(link, { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(chains, fc.array(change, { maxLength: 6 }), async (chain, changes) => {
      reset();
      const ids: string[] = [];
      let client = holder;
      let mask: readonly Permission[] = demandedPermissions.filter((each) =>
        store.access.can(holderId, each, organizationId),
      );
      for (const [depth, { keep, besides, scopes: at }] of chain.entries()) {
        const kept = mask.filter((each, index) => each === 'api.read' || index % 8 >= keep);
        const permissions = [...new Set([...kept, ...(besides ? [besides] : [])])];
        const wanted = { permissions, ...(at && depth === chain.length - 1 ? { scopes: at } : {}) };
        const next = await create(client, wanted, lifetimes[depth]).catch((error: { code: string }) => error);
        if ('code' in next) {
          expect(['FORBIDDEN', 'NOT_FOUND']).toContain(next.code);
          refusals += 1;
          break;
        }
        if (depth > 0) expect(permissions.filter((each) => !mask.includes(each))).toEqual([]);
        mask = permissions;
        ids.push(next.key.id);
        client = keyClient(core, next.secret);
      }
      const check = (): void => {
        for (const [at, id] of ids.entries()) {
          const maker = at === 0 ? holderId : (ids[at - 1] ?? '');
          if (at > 0) pairs += 1;
          const endOf = (keyId: string): number =>
            keyRecord(store, keyId)?.expires_at ?? Number.POSITIVE_INFINITY;
          expect(endOf(id)).toBeLessThanOrEqual(endOf(maker));
          for (const node of nodes) {
            const wider = demandedPermissions.filter(
              (each) => store.access.can(id, each, node.id) && !store.access.can(maker, each, node.id),
            );
            expect(wider).toEqual([]);
          }
        }
      };
      check();
      for (const each of changes) {
        apply(each);
        check();
      }
      for (const id of ids.toReversed()) store.write((tx) => tx.removeNode(id));
    }),
    { numRuns: 60 },
  );
  expect(pairs).toBeGreaterThan(50);
  expect(refusals).toBeGreaterThan(5);
});
