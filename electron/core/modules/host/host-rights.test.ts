import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let operator: TestClient;
let viewerId: string;
let viewer: TestClient;

beforeEach(async () => {
  const made = await createOwnedCore();
  core = made.core;
  operator = made.client;
  viewerId = addAccount(core, {
    organizationId: made.organizationId,
    role: 'Viewer',
    name: 'Vera Viewer',
  });
  viewer = clientOf(core, viewerId);
});

afterEach(() => core.close());

const forbidden = (right: string) => ({ code: 'FORBIDDEN', data: { permission: `host.${right}` } });

describe('founding an organization', () => {
  it('is refused to whom the operator gave no leave', async () => {
    await expect(viewer.organization.create({ name: 'Mine' })).rejects.toMatchObject(
      forbidden('found-organizations'),
    );
    expect((await viewer.organization.list()).map(({ name }) => name)).toEqual(['Acme']);
  });

  it('is the right of the account that set the store up', async () => {
    expect(await operator.organization.create({ name: 'Second' })).toMatchObject({ role: 'Owner' });
  });

  it('is open to whom the operator gave the right, until it is taken back', async () => {
    await operator.host.setRights({ account: viewerId, rights: ['found-organizations'] });
    expect((await viewer.session.current()).hostRights).toEqual(['found-organizations']);
    await viewer.organization.create({ name: 'Mine' });
    await operator.host.setRights({ account: viewerId, rights: [] });
    await expect(viewer.organization.create({ name: 'More' })).rejects.toMatchObject(
      forbidden('found-organizations'),
    );
  });

  it('is open to everybody where the operator decided so', async () => {
    await operator.host.updatePolicy({ founding: 'everybody' });
    expect(await viewer.organization.create({ name: 'Mine' })).toMatchObject({ role: 'Owner' });
    await operator.host.updatePolicy({ founding: 'allowed' });
    await expect(viewer.organization.create({ name: 'More' })).rejects.toMatchObject(
      forbidden('found-organizations'),
    );
  });

  it('is open to everybody at a desktop, where whoever sits there is the operator', async () => {
    const desktop = await createOwnedCore({ kind: 'desktop' });
    const { organizationId } = desktop;
    const guest = addAccount(desktop.core, { organizationId, role: 'Viewer', name: 'Guest' });
    const made = await clientOf(desktop.core, guest).organization.create({ name: 'Mine' });
    expect(made.role).toBe('Owner');
    await desktop.core.close();
  });
});

describe('rights of the host', () => {
  it('are no consequence of owning an organization', async () => {
    await operator.host.setRights({ account: viewerId, rights: ['found-organizations'] });
    await viewer.organization.create({ name: 'Mine' });
    const calls = [
      viewer.host.accounts(),
      viewer.host.setRights({ account: viewerId, rights: ['operate'] }),
      viewer.host.policy(),
      viewer.host.updatePolicy({ founding: 'everybody' }),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject(forbidden('operate'));
  });

  it('are given by e-mail address as well, and an unknown one is told', async () => {
    const { email } = (await operator.host.accounts()).find(({ account }) => account === viewerId) ?? {};
    const given = await operator.host.setRights({
      account: email?.toUpperCase() ?? '',
      rights: ['use-keys'],
    });
    expect(given).toMatchObject({ account: viewerId, rights: ['use-keys'] });
    const unknown = operator.host.setRights({ account: 'nobody@example.com', rights: [] });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are told in the trail of the host, and in that of no organization', async () => {
    await operator.host.setRights({ account: viewerId, rights: ['use-keys'] });
    await viewer.host.accounts().catch(() => undefined);
    const [refused, given] = newestEvents(core, 2);
    expect(given).toMatchObject({ operation: 'host.setRights', outcome: 'allowed', organization_id: null });
    expect(JSON.parse(given?.changes ?? '')).toEqual([
      { field: 'hostRights', before: [], after: ['use-keys'] },
    ]);
    expect(refused).toMatchObject({ operation: 'host.accounts', outcome: 'refused', organization_id: null });
  });

  it('to operate it cannot be given up by the last who has it', async () => {
    const [own] = await operator.host.accounts();
    const drop = () => operator.host.setRights({ account: own?.account ?? '', rights: [] });
    await expect(drop()).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'rights' } });
    await operator.host.setRights({ account: viewerId, rights: ['operate'] });
    await drop();
    await expect(operator.host.accounts()).rejects.toMatchObject(forbidden('operate'));
    expect(await viewer.host.policy()).toEqual({ founding: 'allowed' });
  });

  it('belong to the first account of a store that is older than they are', async () => {
    const { database } = core.services.store;
    const rows = database.all(sql.selectFrom('host_right').selectAll());
    expect(rows).toMatchObject([{ name: 'operate', given_by: null }]);
  });
});

describe('the trail of the host', () => {
  it('is read by its operators alone, the newest first, a page at a time', async () => {
    await operator.host.updatePolicy({ founding: 'everybody' });
    await operator.host.setRights({ account: viewerId, rights: ['use-keys'] });
    const first = await operator.host.trail({ limit: 1 });
    expect(first.items.map(({ operation }) => operation)).toEqual(['host.setRights']);
    expect(first.items[0]?.detail).toContain('Vera Viewer');
    const { items } = await operator.host.trail({ cursor: first.next });
    expect(items[0]?.operation).toBe('host.updatePolicy');
    expect(items.every(({ nodeId }) => nodeId === null)).toBe(true);
    await expect(viewer.host.trail({})).rejects.toMatchObject(forbidden('operate'));
    const [refused] = (await operator.host.trail({ limit: 1 })).items;
    expect(refused).toMatchObject({ operation: 'host.trail', outcome: 'refused' });
  });
});
