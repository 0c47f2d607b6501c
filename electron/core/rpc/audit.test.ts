import { afterEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import { verifyChain } from '../modules/audit/index.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const withEvents = async () => {
  const made = await createOwnedCore();
  core = made.core;
  for (const name of ['One', 'Two', 'Three']) {
    await made.client.project.create({ organizationId: made.organizationId, name });
  }
  const { database } = made.core.services.store;
  return { ...made, database, connection: database.connection };
};

describe('the audit trail', () => {
  it('holds one event for each change, in order, in a chain that verifies', async () => {
    const { client, organizationId } = await withEvents();
    const { items } = await client.audit.list({ organizationId });
    expect(items.map(({ operation, position }) => [position, operation])).toEqual([
      [4, 'project.create'],
      [3, 'project.create'],
      [2, 'project.create'],
      [1, 'session.firstRun'],
    ]);
    expect(items[0]).toMatchObject({ nodeKind: 'project', nodeName: 'Acme/Three', outcome: 'allowed' });
    expect(await client.audit.verify({ organizationId })).toMatchObject({ checked: 4, firstBroken: null });
  });

  it('names a member as they are called, also when they are added or gone', async () => {
    const { client, organizationId, core: made } = await withEvents();
    const roles = await client.role.list({ organizationId });
    const roleId = roles.find(({ name }) => name === 'Viewer')?.id ?? '';
    const { id: memberId } = await client.member.create({
      organizationId,
      roleId,
      name: 'Bob',
      email: 'bob@example.com',
      password: 'a first password',
    });
    await client.member.suspend({ memberId });
    await client.member.remove({ memberId });
    const told = (await client.audit.list({ organizationId, text: 'Acme/Bob' })).items;
    expect(told.map(({ operation, nodeName }) => [operation, nodeName])).toEqual([
      ['member.remove', 'Acme/Bob'],
      ['member.suspend', 'Acme/Bob'],
      ['member.create', 'Acme/Bob'],
    ]);
    expect(await verifyChain(made.services.store, organizationId)).toMatchObject({
      firstBroken: null,
    });
  });

  it('is one chain an organization, so that none tells how much happens in another (R15)', async () => {
    const { client, organizationId, core: made } = await withEvents();
    const other = await client.organization.create({ name: 'Globex' });
    await client.project.create({ organizationId: other.id, name: 'Site' });
    await client.project.create({ organizationId, name: 'Four' });
    const positions = async (id: string) =>
      (await client.audit.list({ organizationId: id })).items.map(({ position }) => position);
    expect(await positions(organizationId)).toEqual([5, 4, 3, 2, 1]);
    expect(await positions(other.id)).toEqual([2, 1]);
    expect(await verifyChain(made.services.store, other.id)).toMatchObject({ checked: 2, firstBroken: null });
  });

  it('refuses UPDATE and DELETE of events, marks and heads', async () => {
    const { connection } = await withEvents();
    expect(() => connection.exec("UPDATE audit_event SET actor_name = 'x'")).toThrow(/never changed/);
    expect(() => connection.exec('DELETE FROM audit_event')).toThrow(/never deleted/);
    expect(() => connection.exec('DELETE FROM audit_head')).toThrow(/never forgotten/);
    connection.exec("INSERT INTO audit_archive VALUES ('x', 1, 1, x'00', 'f', 's', 0, 'b', x'00')");
    expect(() => connection.exec('DELETE FROM audit_archive')).toThrow(/never forgotten/);
    expect(() => connection.exec('UPDATE audit_archive SET through = 9')).toThrow(/never changed/);
  });

  it('is in the change’s own transaction: when it cannot be written, nothing changes', async () => {
    const { connection, client, organizationId } = await withEvents();
    connection.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE (ABORT, 'disk'); END",
    );
    await expect(client.project.create({ organizationId, name: 'Four' })).rejects.toMatchObject({
      code: 'INTERNAL',
    });
    connection.exec('DROP TRIGGER full');
    const projects = await client.project.list({ organizationId });
    expect(projects.map(({ name }) => name)).toEqual(['One', 'Three', 'Two']);
  });

  it('holds a refusal, also of an id that belongs to somebody else', async () => {
    const { client, organizationId, core: made } = await withEvents();
    const stranger = clientOf(made, addAccount(made, { organizationId, role: 'Viewer', name: 'Vera' }));
    const other = await client.organization.create({ name: 'Globex' });
    const secret = await client.project.create({ organizationId: other.id, name: 'Secret' });
    await expect(stranger.project.update({ projectId: secret.id, name: 'Mine' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(stranger.project.create({ organizationId, name: 'Mine' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const { items } = await client.audit.list({ organizationId, outcome: 'refused' });
    expect(items.map(({ operation, actor, nodeName }) => [operation, actor, nodeName])).toEqual([
      ['project.create', 'Vera', 'Acme'],
      ['project.update', 'Vera', null],
    ]);
    expect((await client.audit.list({ organizationId: other.id, outcome: 'refused' })).items).toEqual([]);
    expect(JSON.stringify(items)).not.toContain('Secret');
  });

  it('says before and after of what came, changed and went', async () => {
    const { client, organizationId } = await withEvents();
    const { id } = await client.project.create({ organizationId, name: 'Four' });
    await client.project.update({ projectId: id, name: 'Five' });
    await client.project.delete({ projectId: id, typedName: 'Five' });
    const { items } = await client.audit.list({ organizationId, limit: 3 });
    expect(items.map(({ changes }) => changes[0])).toEqual([
      { field: 'project', before: 'Five' },
      { field: 'name', before: 'Four', after: 'Five' },
      { field: 'project', after: 'Four' },
    ]);
  });

  it('verifies whatever text people give, half a surrogate pair too', async () => {
    const { client, organizationId } = await withEvents();
    const { id } = await client.project.create({ organizationId, name: 'Half' });
    await client.project.update({ projectId: id, description: 'Half \ud83d' });
    await client.project.update({ projectId: id, description: 'Other \udc00' });
    const long = `${'x'.repeat(1_999)}😀`;
    await expect(client.tree.resolve({ path: long })).rejects.toThrow();
    expect(await client.audit.verify({ organizationId })).toMatchObject({ firstBroken: null });
  });

  it('never holds the value of a secret', async () => {
    const { client, organizationId, connection } = await withEvents();
    const [project] = await client.project.list({ organizationId });
    const [environment] = await client.environment.list({ projectId: project?.id ?? '' });
    const service = await client.service.create({ environmentId: environment?.id ?? '', name: 'web' });
    const variables = [{ name: 'TOKEN', value: 'hunter2-secret', isSecret: true }];
    await client.serviceVariables.replace({ serviceId: service.id, variables });
    expect(await client.serviceVariables.reveal({ serviceId: service.id, name: 'TOKEN' })).toEqual({
      value: 'hunter2-secret',
    });
    expect(JSON.stringify(connection.prepare('SELECT * FROM audit_event').all())).not.toContain('hunter2');
    expect(JSON.stringify(await client.serviceVariables.list({ serviceId: service.id }))).not.toContain(
      'hunter2',
    );
  });
});
