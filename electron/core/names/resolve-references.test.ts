import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { idsAt, replaceAt } from '#shared/contract/at-field.ts';
import { Name } from '#shared/contract/fields.ts';
import { operations } from '#shared/contract/operations.ts';
import { type ReferenceField, referenceFields } from '#shared/contract/reference-fields.ts';
import { hidesSomething } from '#shared/model/invisible.ts';
import { allKinds, looksLikeId, type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { addAccount } from '#test/support/add-account.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { sampleInput } from '#test/support/operations.ts';
import { type Ids, type Populated, populate } from '#test/support/populate.ts';
import { addStranger } from '#test/support/strangers.ts';
import { insertGrant } from '../access/index.ts';
import type { Core } from '../create-core.ts';
import { sql } from '../store/database.ts';
import type { Reader } from './reader.ts';
import { resolveReferences } from './resolve-references.ts';

let core: Core;
let owner: TestClient;
let acme: Populated;
let organizationId: string;
let asOwner: Reader;
let asStranger: Reader;
/** Somebody whose one grant opens the environment `staging`, and nothing of `preview` beside it. */
let asGranted: Reader;

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core, client: owner, organizationId } = made);
  acme = populate(core, organizationId);
  const rival = await addStranger(core);
  populate(core, rival.organizationId);
  const granted = addAccount(core, { organizationId, role: 'Member', name: 'Greta' });
  const memberId = core.services.store.access.effective(granted, organizationId)?.memberId ?? '';
  core.services.store.write((tx) =>
    insertGrant(tx, {
      ...{ organizationId, memberId, teamId: null, nodeId: acme.inScope.environmentId ?? '', tagIds: null },
      ...{ roleId: null, endsAt: null, createdBy: null },
    }),
  );
  const first = core.services.store.database.first(
    sql.selectFrom('account').select('id').orderBy('created_at'),
  );
  asOwner = readerOf(first?.id ?? '');
  asStranger = readerOf(rival.accountId);
  asGranted = readerOf(granted);
});
afterAll(() => core.close());

function readerOf(subject: string, onlyIn?: string): Reader {
  return { store: core.services.store, caller: { subject, onlyIn } };
}

/** What people write for a node: its path, or its name behind that of its organization. */
function writtenFor(id: string): string {
  const node = core.services.store.access.node(id);
  if (!node) throw new Error(`no node ${id}`);
  const { namedBy } = nodeKinds[node.kind];
  if (namedBy === 'number') return `${writtenFor(node.parent?.id ?? '')}#1`;
  const names: string[] = [];
  const isPath = namedBy === 'path' || node.kind === 'tag';
  for (let at: typeof node.parent = node; at; at = isPath ? at.parent : null)
    names.unshift(nameOf(at.id, at.name));
  return isPath ? names.join('/') : [nameOf(organizationId, 'Acme'), ...names].join('/');
}

function nameOf(id: string, name: string | null): string {
  if (name !== null) return name;
  const accounts = sql
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.account_id')
    .select('email');
  return core.services.store.database.first(accounts.where('member.id', '=', id))?.email ?? '';
}

function isNamed(kind: NodeKind): boolean {
  return nodeKinds[kind].namedBy !== 'id';
}

/** Ids for every field, so that it is known before there is a store which places a sample input has. */
const anyIds: Ids = Object.fromEntries(
  operations.flatMap(({ input }) => referenceFields(input).map(({ field }) => [field, 'id'] as const)),
);

/** Every place of an operation that a sample input has, with every kind that may stand there and has a name. */
const places = operations
  .flatMap((operation) =>
    referenceFields(operation.input).flatMap((field) =>
      field.kinds.filter(isNamed).map((kind) => ({
        ...{ operation, field, kind },
        title: `${kind} in ${operation.name} ${field.field}`,
      })),
    ),
  )
  .filter(({ operation, field }) => idsAt(sampleInput(operation, anyIds), field.field).length > 0);

const referred = new Set(
  operations.flatMap(({ input }) => referenceFields(input).flatMap(({ kinds }) => kinds)),
);

/** A valid input that names a node of the kind in this place, and nothing else where that can be left out. */
function inputWith({ operation, field, kind }: (typeof places)[number], ids: Ids): unknown {
  return replaceAt(sampleInput(operation, ids), field.field, () => ids[`${kind}Id`] ?? '');
}

const withNames = (input: unknown, fields: readonly ReferenceField[]): unknown =>
  fields.reduce(
    (before, each) =>
      replaceAt(before, each.field, (id) => {
        const node = core.services.store.access.node(id);
        return node && isNamed(node.kind) ? writtenFor(id) : id;
      }),
    input,
  );

describe('a name in the place of an id', () => {
  it('is tried for every kind that has one, and for most places of the contract', () => {
    const wanted = allKinds.filter((kind) => isNamed(kind) && referred.has(kind));
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(wanted));
    expect(places.length).toBeGreaterThan(100);
  });

  it.each(places)('means the same as the id: $title', (place) => {
    const input = inputWith(place, acme.inScope);
    const fields = referenceFields(place.operation.input);
    const named = withNames(input, fields);
    expect(named).not.toEqual(input);
    expect(resolveReferences(asOwner, fields, named)).toEqual({ input, unknown: [] });
  });

  it.each(places)('tells a stranger of the same host no more than one of nothing: $title', (place) => {
    const input = inputWith(place, acme.inScope);
    const fields = referenceFields(place.operation.input);
    const named = withNames(input, fields);
    const answer = resolveReferences(asStranger, fields, named);
    expect(answer.input).toEqual(named);
    expect(answer.unknown.map(({ text }) => text)).toEqual(
      fields.flatMap(({ field }) => idsAt(named, field)).filter((text) => !looksLikeId(text)),
    );
  });

  const kindsOfPlace = ['environment', 'service', 'server', 'deployment'] as const;
  it.each(kindsOfPlace)('finds no hidden %s beside the granted one', (kind) => {
    const field = { field: 'nodeId', kinds: [kind] };
    const resolved = (id: string | undefined): unknown =>
      resolveReferences(asGranted, [field], { nodeId: writtenFor(id ?? '') }).input;
    const { inScope, sibling } = acme;
    if (kind !== 'server') expect(resolved(inScope[`${kind}Id`])).toEqual({ nodeId: inScope[`${kind}Id`] });
    expect(resolved(sibling[`${kind}Id`])).toEqual({ nodeId: writtenFor(sibling[`${kind}Id`] ?? '') });
  });

  it('is looked for in the organization that the call names first', () => {
    const fields = [
      { field: 'organizationId', kinds: ['organization'] },
      { field: 'roleId', kinds: ['role'] },
      { field: 'tagIds.*', kinds: ['tag'] },
      { field: 'nodeId', kinds: ['service', 'server'] },
    ] as const;
    const given = {
      organizationId: 'acme',
      roleId: 'viewer',
      tagIds: ['Ring/Canary', 'canary'],
      nodeId: 'shop/staging/web',
    };
    const { roleId: _, otherRoleId: roleId, tagId, serviceId: nodeId } = acme.inScope;
    expect(resolveReferences(asOwner, fields, given).input).toEqual({
      organizationId,
      roleId,
      tagIds: [tagId, tagId],
      nodeId,
    });
  });

  it('may be that of no session for another organization alone', () => {
    const [{ subject }] = [asOwner.caller];
    const field = { field: 'projectId', kinds: ['project'] as const };
    const given = { projectId: 'Acme/Shop' };
    expect(resolveReferences(readerOf(subject, organizationId), [field], given).unknown).toEqual([]);
    expect(resolveReferences(readerOf(subject, 'org_other'), [field], given).input).toEqual(given);
    const byId = { organizationId, roleId: 'Viewer' };
    const fields = [
      { field: 'organizationId', kinds: ['organization'] as const },
      { field: 'roleId', kinds: ['role'] as const },
    ];
    expect(resolveReferences(readerOf(subject, 'org_other'), fields, byId).input).toEqual(byId);
  });

  it('of a member is told to nobody who only may give to members', async () => {
    const role = await owner.role.create({
      ...{
        organizationId,
        name: 'Team lead',
        level: 40,
        reach: 'organization',
        permissions: ['team.update'],
      },
    });
    const accountId = addAccount(core, { organizationId, role: role.name, name: 'Lena' });
    const field = { field: 'add.*', kinds: ['member'] as const, isGiven: true };
    const email = writtenFor(acme.inScope.memberId ?? '');
    const given = { add: [email, 'Acme/Target', acme.inScope.memberId] };
    expect(resolveReferences(readerOf(accountId), [field], given).input).toEqual(given);
    const role2 = { field: 'roleId', kinds: ['role'] as const, isGiven: true };
    expect(resolveReferences(readerOf(accountId), [role2], { roleId: 'Acme/Viewer' }).input).toEqual({
      roleId: acme.inScope.otherRoleId,
    });
  });
});

describe('a name of several', () => {
  it('is refused with the field, the name and the ids', async () => {
    for (const name of ['Twin', 'twin']) addAccount(core, { organizationId, role: 'Viewer', name });
    addAccount(core, { organizationId, role: 'Viewer', name: 'Twin' });
    const field = { field: 'memberId', kinds: ['member'] as const };
    const resolve = (memberId: string): unknown => resolveReferences(asOwner, [field], { memberId });
    expect(() => resolve('Acme/Twin')).toThrow(
      /^memberId: “Acme\/Twin” may be a member \(mem_\w+, acc_\w+@example\.com\) or a member \(mem_\w+, acc_\w+@example\.com\); give the id of the one that is meant$/,
    );
    expect(() => resolve('Acme/TWIN')).toThrow(/( or a member.*){2}/);
    // exactly one is written so
    expect(resolve('Acme/twin')).toMatchObject({ unknown: [] });
  });

  it('says of what kind it is by the word that REST has for it', async () => {
    const { id: projectId } = await owner.project.create({ organizationId, name: 'srv-staging' });
    const field = { field: 'nodeId', kinds: ['project', 'server'] as const };
    const resolve = (nodeId: string): unknown => resolveReferences(asOwner, [field], { nodeId }).input;
    expect(() => resolve('Acme/srv-staging')).toThrow(/a project .* or a server/);
    expect(resolve('Acme/servers/srv-staging')).toEqual({ nodeId: acme.inScope.serverId });
    expect(resolve('Acme/projects/srv-staging')).toEqual({ nodeId: projectId });
    expect(
      resolveReferences(asOwner, [{ ...field, kinds: ['server'] }], { nodeId: 'Acme/srv-staging' }).input,
    ).toEqual({
      nodeId: acme.inScope.serverId,
    });
  });

  it('is not made one by what the reader may not see', async () => {
    const seen = await owner.project.create({ organizationId, name: 'Äpfel' });
    await owner.project.create({ organizationId, name: 'äpfel' });
    const name = `Apples ${seen.id}`;
    const accountId = addAccount(core, { organizationId, role: 'Member', name });
    const memberId = core.services.store.access.effective(accountId, organizationId)?.memberId ?? '';
    await owner.member.changeGrants({ memberId, add: [{ nodeId: seen.id }] });
    const field = { field: 'projectId', kinds: ['project'] as const };
    for (const projectId of ['Acme/Äpfel', 'Acme/äpfel', 'Acme/ÄPFEL']) {
      const { input } = resolveReferences(readerOf(accountId), [field], { projectId });
      expect([projectId, input]).toEqual([projectId, { projectId: seen.id }]);
    }
  });
});

describe('a call with very many names', () => {
  it('goes through what they may mean once, and not once for each of them', () => {
    const canSee = vi.spyOn(core.services.store.access, 'canSee');
    const ids = Array.from({ length: 500 }, (_, at) => `Acme/nobody-${at}@example.com`);
    const looksFor = (texts: readonly string[]): number => {
      canSee.mockClear();
      resolveReferences(asOwner, [{ field: 'ids.*', kinds: ['member', 'role', 'tag'] }], { ids: texts });
      return canSee.mock.calls.length;
    };
    const once = looksFor(ids.slice(0, 1));
    expect(once).toBeGreaterThan(0);
    expect(looksFor(ids)).toBe(once);
    canSee.mockRestore();
  });
});

describe('hostile names', () => {
  const field = { field: 'projectId', kinds: ['project'] as const };

  it('are found exactly as they were given, whatever they hold', async () => {
    const pieces = [
      '"',
      "'",
      '`',
      '$(id)',
      '; ',
      '%2F',
      '%',
      '#3',
      '..',
      '?',
      '&',
      '\\',
      'é',
      '👩‍🚀',
      '{a}',
      '*',
      '__proto__',
    ];
    const names = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''))
      .filter((name) => Name.safeParse(name).data === name);
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const { id } = await owner.project.create({ organizationId, name });
        expect(resolveReferences(asOwner, [field], { projectId: `Acme/${name}` }).input).toEqual({
          projectId: id,
        });
        await owner.project.delete({ projectId: id, typedName: name });
      }),
      { numRuns: 40 },
    );
  });

  it('that nothing has stay what they are, and end in no failure', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const given = { projectId: text, roleId: text, tagIds: [text] };
        const fields = [
          field,
          { field: 'roleId', kinds: ['role'] as const },
          { field: 'tagIds.*', kinds: ['tag'] as const },
        ];
        expect(resolveReferences(asOwner, fields, given).input).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('that look like ids are ids, and names behind their organization', async () => {
    const name = 'prj_notes';
    const { id } = await owner.project.create({ organizationId, name });
    expect(resolveReferences(asOwner, [field], { projectId: name }).input).toEqual({ projectId: name });
    expect(resolveReferences(asOwner, [field], { projectId: `Acme/${name}` }).input).toEqual({
      projectId: id,
    });
  });

  it('with invisible marks or a slash name what they say and nothing that looks like it', () => {
    const { store } = core.services;
    const memberId = store.access.effective(
      addAccount(core, { organizationId, role: 'Viewer', name: 'Eve/Lyn' }),
      organizationId,
    )?.memberId;
    const at = { field: 'memberId', kinds: ['member'] as const };
    expect(resolveReferences(asOwner, [at], { memberId: 'Acme/Eve/Lyn' }).input).toEqual({ memberId });
    const disguised = 'Acme/Shop\u200b';
    expect(hidesSomething(disguised)).toBe(true);
    expect(resolveReferences(asOwner, [field], { projectId: disguised }).input).toEqual({
      projectId: disguised,
    });
    expect(resolveReferences(asOwner, [field], { projectId: 'Acme/Shop\n' }).input).toEqual({
      projectId: 'Acme/Shop\n',
    });
  });
});

it('nothing but text in a place is touched, at any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const fields = [
        { field: 'a.*.b', kinds: ['project'] as const },
        { field: 'a', kinds: ['role'] as const },
      ];
      expect(resolveReferences(asOwner, fields, value).input).toEqual(value);
    }),
  );
});
