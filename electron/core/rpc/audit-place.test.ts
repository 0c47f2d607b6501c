import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import { verifyAllChains } from '../modules/audit/index.ts';
import type { Transaction } from '../store/store.ts';
import { placeInStore } from './audit.ts';
import { Places } from './audit-place.ts';

let core: Core;
let client: Awaited<ReturnType<typeof createOwnedCore>>['client'];
let organizationId: string;
beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
});
afterEach(() => core.close());

const write = <T>(change: (tx: Transaction, places: Places) => T): T => {
  const { store } = core.services;
  return store.write((tx) => change(tx, new Places(tx, store.access)));
};

const make = (tx: Transaction, places: Places, node: Parameters<Transaction['createNode']>[0]): string => {
  const id = tx.createNode(node);
  places.made(id, node);
  return id;
};

const asStored = (tx: Transaction, nodeId: string) => {
  const place = placeInStore(tx.database, nodeId);
  return { organizationId: place?.organizationId, nodeId, nodePath: place?.path, nodeName: place?.name };
};

describe('where a node lies in the transaction of its event', () => {
  it('is what the store says, for nodes that the transaction made below what was there', () => {
    write((tx, places) => {
      const project = make(tx, places, { kind: 'project', parentId: organizationId, name: 'Shop' });
      const environment = make(tx, places, { kind: 'environment', parentId: project, name: 'live' });
      const unnamed = make(tx, places, { kind: 'grant', parentId: organizationId, name: null });
      for (const id of [project, environment, unnamed, organizationId])
        expect(places.about(id)).toEqual(asStored(tx, id));
      expect(places.about(environment).nodeName).toBe('Acme/Shop/live');
    });
  });

  it('is what the store says once something was renamed, moved or removed', async () => {
    const { id: shop } = await client.project.create({ organizationId, name: 'Shop' });
    const { id: blog } = await client.project.create({ organizationId, name: 'Blog' });
    write((tx, places) => {
      const live = make(tx, places, { kind: 'environment', parentId: shop, name: 'live' });
      places.changed();
      tx.renameNode(shop, 'Store');
      expect(places.about(live)).toMatchObject({ nodeName: 'Acme/Store/live' });
      tx.moveNode(live, blog);
      expect(places.about(live)).toEqual(asStored(tx, live));
      expect(places.about(live).nodePath).toBe(`${organizationId} ${blog} ${live}`);
      tx.removeNode(shop);
      expect(places.about(shop)).toMatchObject({ organizationId, nodeName: 'Acme/Shop' });
    });
  });

  it('is a new organization’s own for a node in it', () => {
    write((tx, places) => {
      const other = make(tx, places, { kind: 'organization', parentId: null, name: 'Globex' });
      const project = make(tx, places, { kind: 'project', parentId: other, name: 'Site' });
      expect(places.about(project)).toEqual(asStored(tx, project));
      expect(places.about(project).organizationId).toBe(other);
    });
  });
});

describe('after a mutation that failed', () => {
  it('nothing of it is taken for being there, and both chains go on without a gap', async () => {
    const other = await client.organization.create({ name: 'Globex' });
    await client.project.create({ organizationId, name: 'Shop' });
    const lost: string[] = [];
    const failing = (of: string) => () =>
      write((tx) => {
        lost.push(tx.createNode({ kind: 'project', parentId: of, name: 'Lost' }));
        throw new Error('undone');
      });
    for (const of of [organizationId, other.id]) {
      expect(failing(of)).toThrow('undone');
      await expect(client.project.create({ organizationId, name: 'shop' })).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      await client.project.create({ organizationId: of, name: 'Kept' });
    }
    for (const parentId of lost)
      expect(() => write((tx) => tx.createNode({ kind: 'environment', parentId, name: 'x' }))).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND' }),
      );
    for (const verdict of await verifyAllChains(core.services.store))
      expect(verdict).toMatchObject({ firstBroken: null });
  });

  it('a node that the same transaction removed is no parent any more', async () => {
    const { id } = await client.project.create({ organizationId, name: 'Shop' });
    const late = () =>
      write((tx) => {
        tx.removeNode(id);
        tx.createNode({ kind: 'environment', parentId: id, name: 'late' });
      });
    expect(late).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect((await client.project.list({ organizationId })).map(({ name }) => name)).toEqual(['Shop']);
  });
});
