import { afterEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import { verifyAudit } from './audit.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const withEvents = async () => {
  const made = await createOwnedCore();
  core = made.core;
  for (const name of ['One', 'Two', 'Three']) {
    await made.client.project.create({ organizationId: made.organizationId, name });
  }
  return { ...made, connection: made.core.services.store.database.connection };
};

describe('the audit trail', () => {
  it('holds one event for each change, in order, in a chain that verifies', async () => {
    const { client, organizationId } = await withEvents();
    const { items } = await client.audit.list({ organizationId });
    expect(items.map(({ operation }) => operation)).toEqual([
      'project.create',
      'project.create',
      'project.create',
      'session.firstRun',
    ]);
    expect(await client.audit.verify({ organizationId })).toEqual({ checked: 4, firstBroken: null });
  });

  it('refuses UPDATE and DELETE', async () => {
    const { connection } = await withEvents();
    expect(() => connection.exec("UPDATE audit_event SET actor_name = 'x'")).toThrow(/never changed/);
    expect(() => connection.exec('DELETE FROM audit_event')).toThrow(/never deleted/);
  });

  it.each([
    ['an altered field', "UPDATE audit_event SET detail = 'x' WHERE sequence = 2", 2],
    ['a removed row', 'DELETE FROM audit_event WHERE sequence = 3', 4],
  ])('names the first row after %s', async (_, damage, row) => {
    const { connection, core: made } = await withEvents();
    connection.exec('DROP TRIGGER audit_event_no_update; DROP TRIGGER audit_event_no_delete');
    connection.exec(damage);
    expect(verifyAudit(made.services.store.database).firstBroken).toBe(row);
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

  it('never holds the value of a secret', async () => {
    const { client, organizationId, connection } = await withEvents();
    const [project] = await client.project.list({ organizationId });
    const [environment] = await client.environment.list({ projectId: project?.id ?? '' });
    const service = await client.service.create({ environmentId: environment?.id ?? '', name: 'web' });
    const variables = [{ name: 'TOKEN', value: 'hunter2-secret', isSecret: true }];
    await client.variable.replace({ serviceId: service.id, variables });
    expect(await client.variable.reveal({ serviceId: service.id, name: 'TOKEN' })).toEqual({
      value: 'hunter2-secret',
    });
    expect(JSON.stringify(connection.prepare('SELECT * FROM audit_event').all())).not.toContain('hunter2');
    expect(JSON.stringify(await client.variable.list({ serviceId: service.id }))).not.toContain('hunter2');
  });
});
