import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { referenceFields } from '#shared/contract/reference-fields.ts';
import { allKinds, type NodeKind, nodeKinds, type ScopeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { builtInRoles, type RoleReach } from '#shared/model/roles.ts';
import { idsIn } from '#test/integration/access/ids-in.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { sampleInput } from '#test/support/operations.ts';
import { policyOf } from '#test/support/policy.ts';
import { type Ids, populate } from '#test/support/populate.ts';
import { insertGrant } from '../access/index.ts';
import type { Core } from '../create-core.ts';
import { addRole } from '../modules/organization/index.ts';
import { authorize } from './authorize.ts';

let core: Core;
let owner: TestClient;
let made = 0;

beforeAll(async () => {
  ({ core, client: owner } = await createOwnedCore());
});
afterAll(() => core.close());

/** What an operation demands besides its own permission: by the ids that its input names, or where its handler says so. */
const demandsToo: Readonly<Record<string, readonly Permission[]>> = {
  // nobody gives what they do not hold (R6)
  'role.duplicate': ['service.read'],
  'role.create': ['logs.read'],
  'member.setExtras': ['logs.read'],
  'invitation.resend': builtInRoles.viewer.permissions,
  // these name a second node, or make one
  'tag.assign': ['service.update'],
  'project.duplicate': ['project.create'],
  'access.onNode': ['service.read'],
  'access.answer': ['service.read'],
};

/** A valid input without what may be left out, but for the ids on which a permission is demanded. */
function inputOf(operation: ContractOperation, ids: Ids): Record<string, unknown> {
  const demanding = policyOf(operation.name).ids.flatMap(({ field, permission }) =>
    permission ? [field] : [],
  );
  const isWanted = (field: string): boolean =>
    demanding.includes(field) || operation.input.shape[field]?.safeParse(undefined).success === false;
  return Object.fromEntries(Object.entries(sampleInput(operation, ids)).filter(([field]) => isWanted(field)));
}

function demandedBy({ name }: ContractOperation, input: Readonly<Record<string, unknown>>): Permission[] {
  const { permission, ids } = policyOf(name);
  const named = ids.flatMap((each) =>
    each.permission && idsIn(input, each.field).length > 0 ? [each.permission] : [],
  );
  return [permission, ...named, ...(demandsToo[name] ?? [])] as Permission[];
}

/** A new organization with one of everything. */
async function filled(): Promise<Ids> {
  made += 1;
  const { id } = await owner.organization.create({ name: `Held ${made}` });
  return populate(core, id).inScope;
}

/** Somebody who holds these permissions and no other one: everywhere, or where a grant says so. */
function holderOf(
  organizationId: string,
  permissions: readonly Permission[],
  scopeId?: string,
  reach: RoleReach = scopeId === undefined ? 'organization' : 'granted',
) {
  const { store } = core.services;
  const name = `Holder ${made}`;
  const roleId = store.write((tx) =>
    addRole(tx, organizationId, { name, level: 79, reach, permissions, builtIn: null }),
  );
  const accountId = addAccount(core, { organizationId, role: name, name });
  const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
  if (scopeId !== undefined) {
    store.write((tx) =>
      insertGrant(tx, {
        ...{ organizationId, memberId, teamId: null, nodeId: scopeId, tagIds: null },
        ...{ roleId, endsAt: null, createdBy: null },
      }),
    );
  }
  return { accountId, memberId, client: clientOf(core, accountId) };
}

/** The nearest node at or above the target that a grant may be given on. */
function scopeOf(kind: NodeKind, ids: Ids): string | undefined {
  for (let at: NodeKind | null = kind; at; at = nodeKinds[at].parent)
    if (nodeKinds[at].isGrantable) return ids[`${at as ScopeKind}Id`];
  return undefined;
}

async function outcomeOf(client: TestClient, { noun, verb }: ContractOperation, input: unknown) {
  const all = client as never as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  try {
    const output = await all[noun]?.[verb]?.(input);
    if (typeof output === 'object' && output !== null && 'return' in output)
      await (output as AsyncGenerator).return(undefined);
    return 'answered';
  } catch (error) {
    const { code, data } = error as { code: string; data: unknown };
    return `${code} ${JSON.stringify(data)}`;
  }
}

const isRefused = new RegExp(
  `^(FORBIDDEN|INTERNAL|UNAUTHENTICATED|NOT_FOUND .*"kind":"(${allKinds.join('|')})")`,
);
const demanding = operations.filter(({ meta }) => meta.permission);
const anywhere = {
  projectId: 'project',
  environmentId: 'environment',
  serviceId: 'service',
  serverId: 'server',
};
const below = demanding.filter(
  ({ meta }) => scopeOf(meta.targetKind ?? 'organization', anywhere) !== undefined,
);

describe('what is held is usable', () => {
  it.each(demanding)('$name by a role that holds what it demands and nothing else', async (operation) => {
    const ids = await filled();
    const input = inputOf(operation, ids);
    const { client, accountId } = holderOf(ids.organizationId ?? '', demandedBy(operation, input));
    // What belongs to the machine is a right of its operator's to give, and no permission (R20).
    await owner.host.setRights({ account: accountId, rights: ['use-keys'] });
    expect(await outcomeOf(client, operation, input)).not.toMatch(isRefused);
  });

  it.each(below)('$name by a grant of what it demands and nothing else', async (operation) => {
    const ids = await filled();
    const input = inputOf(operation, ids);
    const scopeId = scopeOf(operation.meta.targetKind ?? 'service', ids);
    const [permission] = demandedBy(operation, input);
    const { accountId } = holderOf(ids.organizationId ?? '', permission ? [permission] : [], scopeId);
    const { access } = core.services.store;
    const own = { [operation.meta.target ?? '']: input[operation.meta.target ?? ''] };
    expect(authorize(access, accountId, operation.meta, referenceFields(operation.input), own)?.id).toBe(
      own[operation.meta.target ?? ''],
    );
  });
});

const demandedAnywhere = [...new Set(demanding.map(({ name }) => policyOf(name).permission))] as Permission[];

describe('what is held alone', () => {
  it.each(demandedAnywhere)('%s opens nothing that another permission opens', async (permission) => {
    const ids = await filled();
    const { accountId } = holderOf(ids.organizationId ?? '', [permission]);
    const { access } = core.services.store;
    const isOpen = ({ meta, input }: ContractOperation): boolean => {
      const target = meta.target ?? '';
      return isQuiet(() =>
        authorize(access, accountId, meta, referenceFields(input), { [target]: ids[target] }),
      );
    };
    const others = demanding.filter(({ meta }) => meta.permission !== permission && !meta.own);
    expect(others.filter(isOpen).map(({ name }) => name)).toEqual([]);
    const readable = Object.entries(ids).filter(([, id]) => access.canRead(accountId, id));
    const readBy = readable.map(([, id]) => nodeKinds[access.node(id)?.kind ?? 'project'].readBy);
    expect(readBy.filter((each) => each !== permission)).toEqual([]);
  });
});

describe('what an explanation says', () => {
  const asked = demanding.filter(
    ({ meta }) => !meta.filtered && !meta.own && meta.permission && meta.targetKind,
  );
  const scopes = ['projectId', 'environmentId', 'serviceId', 'serverId'] as const;
  const held = fc.subarray(demandedAnywhere);
  const worlds = fc.record({
    everywhere: held,
    reach: fc.constantFrom('organization' as const, 'granted' as const),
    granted: fc.array(fc.record({ on: fc.constantFrom(...scopes), permissions: held }), { maxLength: 3 }),
  });

  it('is what the call does, of oneself and of another member', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ everywhere, reach, granted }) => {
        const ids = await filled();
        const { organizationId = '' } = ids;
        const { store } = core.services;
        const person = holderOf(organizationId, everywhere, undefined, reach);
        for (const [index, { on, permissions }] of granted.entries()) {
          const name = `Granted ${index}`;
          store.write((tx) => {
            const role = { name, level: 10, reach: 'granted' as const, permissions, builtIn: null };
            insertGrant(tx, {
              ...{
                organizationId,
                memberId: person.memberId,
                teamId: null,
                nodeId: ids[on] ?? '',
                tagIds: null,
              },
              ...{ roleId: addRole(tx, organizationId, role), endsAt: null, createdBy: null },
            });
          });
        }
        for (const { meta } of asked) {
          const field = meta.target ?? '';
          const nodeId = ids[field] ?? '';
          const target = { field, kinds: [meta.targetKind ?? 'organization'] };
          const question = { organizationId, nodeId, permission: meta.permission ?? 'logs.read' };
          const isOpen = isQuiet(() =>
            authorize(store.access, person.accountId, meta, [target], { [field]: nodeId }),
          );
          const ofOther = await owner.access.explain({ ...question, memberId: person.memberId });
          const ofOneself = await person.client.access.explain(question).catch(() => ({ isAllowed: false }));
          expect({ ...question, other: ofOther.isAllowed, own: ofOneself.isAllowed }).toEqual({
            ...question,
            other: isOpen,
            own: isOpen,
          });
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

function isQuiet(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
