import { describe, expect, it } from 'vitest';
import { loadAccess } from '#core/access/index.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';

describe('the access index that a start loads', () => {
  it('has every node below its parent, also one that was moved below a younger node', async () => {
    const { core, organizationId } = await createOwnedCore();
    const { store } = core.services;
    const ids = store.write((tx) => {
      const make = (kind: 'project' | 'environment' | 'service', parentId: string, name: string) =>
        tx.createNode({ kind, parentId, name });
      const project = make('project', organizationId, 'shop');
      const environment = make('environment', project, 'production');
      const service = make('service', environment, 'web');
      const younger = make('project', organizationId, 'mail');
      const youngest = make('environment', younger, 'production');
      tx.moveNode(service, youngest);
      tx.renameNode(environment, 'old');
      tx.moveNode(environment, younger);
      return { environment, service, younger, youngest };
    });
    const loaded = loadAccess(store.database, Date.now);
    expect(loaded.node(ids.service)?.parent).toBe(loaded.node(ids.youngest));
    expect([...(loaded.node(ids.younger)?.children ?? [])].map(({ id }) => id).toSorted()).toEqual(
      [ids.environment, ids.youngest].toSorted(),
    );
    expect(loaded.node(ids.service)?.organizationId).toBe(organizationId);
    await core.close();
  });
});
