import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyExport } from '#shared/model/audit-export.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import {
  clientOf,
  createOwnedCore,
  createTestCore,
  type TestClient,
} from '#test/support/create-test-core.ts';
import { roleRow } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { appendAudit } from '../../rpc/audit.ts';
import { sql } from '../../store/database.ts';
import { cell } from './csv.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
let folder: string;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-audit-'));
  ({ core, client, organizationId } = await createOwnedCore({ dataFolder: folder }));
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true });
});

const withService = async (name: string) => {
  const project = await client.project.create({ organizationId, name });
  const [environment] = await client.environment.list({ projectId: project.id });
  const service = await client.service.create({ environmentId: environment?.id ?? '', name: 'web' });
  return { projectId: project.id, serviceId: service.id };
};

const tell = (detail: string, at = Date.now()): void =>
  core.services.store.write((tx) =>
    appendAudit(
      { ...tx, now: at },
      {
        caller: {
          accountId: 'acc_x',
          subject: '',
          via: null,
          name: 'Xaver',
          transport: 'port',
          connectionId: '',
        },
        operation: 'project.update',
        permission: 'project.update',
        organizationId,
        nodeId: null,
        nodePath: organizationId,
        nodeName: null,
        outcome: 'allowed',
        changes: [],
        facts: [{ type: 'failed', code: 'test', says: detail }],
      },
    ),
  );

const found = async (input: Omit<Parameters<typeof client.audit.list>[0], 'organizationId'>, as = client) =>
  (await as.audit.list({ organizationId, ...input })).items;

const exported = async (
  input: Omit<Parameters<typeof client.audit.export>[0], 'organizationId'>,
  as = client,
) => {
  let text = '';
  for await (const chunk of await as.audit.export({ organizationId, ...input })) text += chunk.text;
  return text;
};

/** A member with a role of exactly these permissions everywhere. */
const auditorWith = (permissions: readonly Permission[]): TestClient => {
  const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Audrey Auditor' });
  core.services.store.write((tx) => {
    const id = tx.createNode({ kind: 'role', parentId: organizationId, name: 'Only audits' });
    const row = { id, level: 30, reach: 'organization' as const, permissions: JSON.stringify(permissions) };
    tx.database.run(sql.insertInto('role').values({ ...row, built_in: null }));
    tx.database.run(sql.updateTable('member').set({ role_id: id }).where('account_id', '=', accountId));
    const member = tx.database.first(
      sql.selectFrom('member').selectAll().where('account_id', '=', accountId),
    );
    tx.afterCommit((access) => {
      access.setRole(roleRow({ ...row, name: 'Only audits', built_in: null }));
      const known = access.memberships.member(member?.id ?? '');
      if (known) access.setMember({ ...known, roleId: id });
    });
  });
  return clientOf(core, accountId);
};

describe('a search', () => {
  it('finds parts of names, dotted operations, details and old and new values, all words of it', async () => {
    const { projectId } = await withService('Übersee-Shop');
    await client.project.update({ projectId, name: 'Hafenladen' });
    for (const text of ['hafen', 'HAFENLADEN', 'project.upd', 'ubersee upd', 'shop hafen olive', projectId])
      expect(
        (await found({ text })).map(({ operation }) => operation),
        text,
      ).toContain('project.update');
    expect(await found({ text: 'hafen nowhere' })).toEqual([]);
    expect((await found({ text: 'up' })).length).toBeGreaterThan(0);
  });

  it('filters by actor, operation, permission, kind, node, outcome and time, one by one and together', async () => {
    const { projectId, serviceId } = await withService('shop');
    await withService('blog');
    const all = await found({});
    const own = all[0]?.actorId ?? '';
    const member = core.services.store.access.effective(own, organizationId)?.memberId ?? '';
    expect(await found({ memberId: member })).toEqual(all.filter(({ actorId }) => actorId === own));
    expect(await found({ actor: 'acc_nobody' })).toEqual([]);
    expect((await found({ operation: 'service.create' })).map(({ nodeName }) => nodeName)).toEqual([
      'Acme/blog/production/web',
      'Acme/shop/production/web',
    ]);
    expect(await found({ permission: 'service.create', kind: 'service', nodeId: projectId })).toMatchObject([
      { nodeId: serviceId },
    ]);
    expect(await found({ outcome: 'failed' })).toEqual([]);
    expect(await found({ to: '2000-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await found({ from: all.at(-1)?.at, to: all[0]?.at })).toEqual(all);
  });

  it('pages without gaps and repetitions, also while events are added', async () => {
    for (let at = 0; at < 25; at += 1) tell(`number ${at}`);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.audit.list({
        organizationId,
        text: 'number',
        limit: 4,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map(({ position }) => position));
      cursor = page.next;
      tell('number and more');
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => 26 - at));
  });

  it('takes whatever is typed literally, and finds each word of an event', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (text) => {
        tell(text);
        const words = text.slice(0, 200).split(/\s+/u).filter(Boolean);
        const [newest] = await found({ text: words.join(' '), limit: 1 });
        expect(newest?.detail).toBe(text);
      }),
      { numRuns: 150 },
    );
    for (const text of [
      '"',
      '" OR "',
      'text:x',
      'NEAR(a b)',
      "'; DROP TABLE audit_event; --",
      '*',
      '^a',
      '\0abc',
      '-abc',
      '%',
    ])
      expect(Array.isArray(await found({ text })), text).toBe(true);
  });

  it('finds after a restart what was never fed, and starts anew where its file is damaged', async () => {
    tell('before the crash');
    expect(await found({ text: 'crash' })).toHaveLength(1);
    tell('never fed');
    await core.close();
    const { writeFileSync } = await import('node:fs');
    ({ core, client } = await createTestCore({ dataFolder: folder }));
    expect(await found({ text: 'never fed' })).toHaveLength(1);
    expect(await found({ text: 'before crash' })).toHaveLength(1);
    await core.close();
    writeFileSync(
      join(folder, 'audit-search.db'),
      'no database at all, but long enough to be read as one'.repeat(99),
    );
    ({ core, client } = await createTestCore({ dataFolder: folder }));
    expect(await found({ text: 'crash' })).toHaveLength(1);
    expect(statSync(join(folder, 'audit-search.db')).mode & 0o777).toBe(0o600);
  });
});

describe('R15: an auditor who may not read services', () => {
  it('finds none of their events, counts none, exports none and sees none in the filters', async () => {
    await withService('shop');
    const auditor = auditorWith(['organization.read', 'audit.read', 'audit.export', 'project.read']);
    const events = await found({}, auditor);
    expect(events.map(({ operation }) => operation)).toEqual(['project.create', 'session.firstRun']);
    expect(await found({ text: 'web' }, auditor)).toEqual([]);
    expect(await found({ operation: 'service.create' }, auditor)).toEqual([]);
    expect(await exported({ format: 'jsonl' }, auditor)).not.toContain('service');
    expect(await exported({ format: 'csv' }, auditor)).not.toContain('service');
    const facets = await auditor.audit.facets({ organizationId });
    expect(facets.operations).not.toContain('service.create');
    expect(facets.kinds).not.toContain('service');
  });

  it('finds none of a service that is gone either, while the Owner does', async () => {
    const { serviceId } = await withService('shop');
    await client.service.delete({ serviceId, typedName: 'web' });
    const auditor = auditorWith(['organization.read', 'audit.read', 'project.read', 'environment.read']);
    expect((await found({}, auditor)).map(({ nodeId }) => nodeId)).not.toContain(serviceId);
    expect((await found({})).map(({ operation }) => operation)).toContain('service.delete');
  });

  it('reads what was changed only of what may be read: no variables without serviceVariables.read', async () => {
    const { serviceId } = await withService('shop');
    await client.serviceVariables.replace({
      serviceId,
      variables: [{ name: 'MODE', value: 'quiet', isSecret: false }],
    });
    const rights: Permission[] = [
      'organization.read',
      'audit.read',
      'project.read',
      'environment.read',
      'service.read',
    ];
    expect(JSON.stringify(await found({}, auditorWith(rights)))).not.toContain('MODE');
    expect(JSON.stringify(await found({}))).toContain('MODE');
  });

  it('without audit.read sees nothing, and without audit.export gets no file', async () => {
    const viewer = clientOf(core, addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' }));
    await expect(found({}, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const reader = auditorWith(['organization.read', 'audit.read']);
    await expect(exported({}, reader)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an export', () => {
  it('as JSONL can be verified on its own, and every change of it is found', async () => {
    await withService('shop');
    const text = await exported({ format: 'jsonl' });
    const verdict = verifyExport(text, sha256);
    const { lastHash } = await client.audit.verify({ organizationId });
    expect(verdict).toMatchObject({ firstBroken: null, isComplete: true, events: 3 });
    expect(lastHash).not.toBe(verdict.lastHash);
    const lines = text.trimEnd().split('\n');
    const without = (at: number) => lines.toSpliced(at, 1).join('\n');
    expect(verifyExport(without(2), sha256).firstBroken).toBe(3);
    expect(verifyExport(without(lines.length - 1), sha256).reason).toContain('cut off');
    expect(verifyExport(without(lines.length - 2), sha256).firstBroken).toBe(lines.length - 1);
    expect(verifyExport(text.replace('Olive', 'Oliver'), sha256).firstBroken).toBe(2);
    expect(
      verifyExport(
        lines
          .with(2, lines[3] ?? '')
          .with(3, lines[2] ?? '')
          .join('\n'),
        sha256,
      ).firstBroken,
    ).toBe(3);
    expect(verifyExport('', sha256).firstBroken).toBe(1);
  });

  it('of a part says so, and still verifies', async () => {
    await withService('shop');
    const verdict = verifyExport(await exported({ kind: 'service' }), sha256);
    expect(verdict).toMatchObject({ firstBroken: null, isComplete: false, events: 1 });
  });

  it('leaves out what holds words of errors that its reader may not have, says so, and still verifies', async () => {
    await withService('shop');
    tell('a word of an error');
    await withService('blog');
    const auditor = auditorWith([
      'organization.read',
      'audit.read',
      'audit.export',
      'project.read',
      'service.read',
    ]);
    const text = await exported({ format: 'jsonl' }, auditor);
    expect(text).not.toContain('a word of an error');
    expect(verifyExport(text, sha256)).toMatchObject({ firstBroken: null, isComplete: false });
    const whole = await exported({ format: 'jsonl' });
    expect(whole).toContain('a word of an error');
    expect(verifyExport(whole, sha256)).toMatchObject({ firstBroken: null, isComplete: true });
  });

  it('is an event itself', async () => {
    await exported({ format: 'csv' });
    expect((await found({}))[0]).toMatchObject({ operation: 'audit.export', detail: 'exported as csv' });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=cmd|"/c calc"!A1'])(
    'as CSV holds no formula: %j',
    (text) => {
      expect(cell(text)).toBe(`"'${text.replaceAll('"', '""')}"`);
    },
  );
});

describe('an archive', () => {
  const later = () => new Date(Date.now() + 1_000).toISOString();
  const archive = (before = later(), typedName = 'Acme') =>
    client.audit.archive({ organizationId, before, typedName });
  const files = () => readdirSync(join(folder, 'archives'));

  it('takes old events to a file that only its owner reads and that verifies; the chain goes on', async () => {
    await withService('shop');
    const made = await archive();
    expect(made).toMatchObject({ from: 1, through: 3, by: 'Olive Owner', isPresent: true });
    const path = join(folder, 'archives', made.file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'archives')).mode & 0o777).toBe(0o700);
    const text = readFileSync(path, 'utf8');
    expect(sha256(text)).toBe(made.sha256);
    expect(verifyExport(text, sha256)).toMatchObject({ firstBroken: null, isComplete: true, events: 3 });
    expect((await found({})).map(({ position, operation }) => [position, operation])).toEqual([
      [4, 'audit.archive'],
    ]);
    tell('afterwards');
    expect(await found({ text: 'afterwards' })).toHaveLength(1);
    expect(await client.audit.verify({ organizationId })).toMatchObject({
      checked: 2,
      firstBroken: null,
      archivedThrough: 3,
    });
    expect(await archive()).toMatchObject({ from: 4, through: 5 });
    expect(await client.audit.verify({ organizationId })).toMatchObject({ firstBroken: null });
    expect((await client.audit.archives({ organizationId })).map(({ through }) => through)).toEqual([5, 3]);
  });

  it('leaves what is not old, refuses where nothing is, and asks for the name', async () => {
    await expect(archive('2000-01-01T00:00:00.000Z')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(archive(later(), 'acme')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    tell('tomorrow', Date.now() + 86_400_000);
    await archive();
    expect((await found({ text: 'tomorrow' })).length).toBe(1);
    expect(files()).toHaveLength(1);
  });

  it('needs organization.update besides audit.export', async () => {
    const auditor = auditorWith(['organization.read', 'audit.read', 'audit.export']);
    await expect(
      auditor.audit.archive({ organizationId, before: later(), typedName: 'Acme' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'organization.update' } });
  });

  const rowsUpTo = (position: number) =>
    core.services.store.database.connection
      .prepare('SELECT count(*) FROM audit_event WHERE organization_id = ? AND position <= ?')
      .pluck()
      .get(organizationId, position);

  it('loses nothing where it fails: on a broken chain, and where the mark cannot be recorded', async () => {
    await withService('shop');
    const { connection } = core.services.store.database;
    connection.exec(
      "CREATE TRIGGER stuck BEFORE INSERT ON audit_archive BEGIN SELECT RAISE (ABORT, 'stuck'); END",
    );
    await expect(archive()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect([rowsUpTo(3), files(), await client.audit.archives({ organizationId })]).toEqual([3, [], []]);
    connection.exec('DROP TRIGGER stuck; DROP TRIGGER audit_event_no_update');
    connection.exec("UPDATE audit_event SET detail = 'forged' WHERE position = 2");
    await expect(archive()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect([rowsUpTo(3), files()]).toEqual([3, []]);
  });

  it('takes what is older than the instant, and leaves what happened at it', async () => {
    const instant = Date.now() + 60_000;
    tell('right before', instant - 1);
    tell('at the instant', instant);
    await archive(new Date(instant).toISOString());
    expect((await found({})).map(({ detail }) => detail)).toContain('at the instant');
    expect(await found({ text: 'right before' })).toEqual([]);
  });

  it('takes nothing that this host did not write, though its public hashes fit', async () => {
    await withService('shop');
    const { connection } = core.services.store.database;
    connection.exec('DROP TRIGGER audit_event_no_update');
    connection.exec('UPDATE audit_event SET mac = zeroblob(32) WHERE position = 2');
    await expect(archive()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect([rowsUpTo(3), files()]).toEqual([3, []]);
  });

  it('is made once where two ask for it at the same time, and the other one leaves no file', async () => {
    await withService('shop');
    const both = await Promise.allSettled([archive(), archive()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((each) => each.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'CONFLICT' });
    expect(files()).toHaveLength(1);
    expect(await client.audit.verify({ organizationId })).toMatchObject({ firstBroken: null });
  });

  it('of many rows removes them in slices, and those of other organizations stay', async () => {
    const other = await client.organization.create({ name: 'Globex' });
    for (let count = 0; count < 450; count += 1) tell(`old ${count}`);
    expect(await archive()).toMatchObject({ through: 451 });
    expect(rowsUpTo(451)).toBe(0);
    expect(await client.audit.verify({ organizationId })).toMatchObject({ checked: 1, firstBroken: null });
    expect(await client.audit.verify({ organizationId: other.id })).toMatchObject({
      checked: 1,
      firstBroken: null,
    });
  });

  it('that was cut short hides what is left of its rows, and removes it after the next start', async () => {
    await withService('shop');
    const { connection } = core.services.store.database;
    connection.exec(
      "CREATE TRIGGER stuck BEFORE DELETE ON audit_event BEGIN SELECT RAISE (ABORT, 'stuck'); END",
    );
    const made = await archive();
    expect([rowsUpTo(3), files()]).toEqual([3, [made.file]]);
    expect((await found({})).map(({ position }) => position)).toEqual([4]);
    expect(await found({ text: 'shop' })).toEqual([]);
    expect(await client.audit.verify({ organizationId })).toMatchObject({ checked: 1, firstBroken: null });
    connection.exec('DROP TRIGGER stuck');
    await core.close();
    ({ core, client } = await createTestCore({ dataFolder: folder }));
    expect((await found({})).map(({ position }) => position)).toEqual([4]);
    await core.services.auditSearch.removeArchived();
    expect(rowsUpTo(3)).toBe(0);
    expect(await archive()).toMatchObject({ from: 4, through: 4 });
    expect(await client.audit.verify({ organizationId })).toMatchObject({ firstBroken: null });
  });
});
