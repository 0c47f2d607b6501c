import { describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { addRunningService } from '#test/support/add-running-service.ts';
import { openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import type { DeploymentRun } from '../deployment-run.ts';
import { placeAt } from './place.ts';
import { requireFreeThere, settleIn } from './settle.ts';

const world = openMemberWorld();

describe('a place that a service moves to', () => {
  it('is not taken where another service there got its domain meanwhile', async () => {
    const { core, nodes, owner, organizationId } = world;
    const { store } = core.services;
    const [harbour, other] = store.write((tx) => [
      addServer(tx, organizationId, 'harbour'),
      addServer(tx, organizationId, 'other'),
    ]) as [string, string];
    const address = { host: '192.0.2.7', host_key_fingerprint: 'SHA256:other' };
    store.database.run(sql.updateTable('server').set(address).where('id', '=', other));
    const serviceId = store.write((tx) =>
      addRunningService(tx, {
        environmentId: nodes.staging,
        serverId: harbour,
        name: 'api',
        ports: [],
      }),
    );
    const claim = { host: 'shop.example.com', port: 80, https: 'none' as const };
    await owner.client.domain.create({ serviceId, ...claim });
    const environmentId = nodes.staging;
    const { subject } = store.database.first(
      sql.selectFrom('member').select('account_id as subject').limit(1),
    ) ?? { subject: '' };
    const move = {
      from: placeAt(store, { environmentId, serverId: harbour }),
      to: placeAt(store, { environmentId, serverId: other }),
      subject,
    };
    expect(() => requireFreeThere(store, serviceId, move)).not.toThrow();
    const created = await owner.client.service.create({
      environmentId: nodes.production,
      name: 'late',
      serverId: other,
    });
    await owner.client.domain.create({ serviceId: created.id, ...claim });
    expect(() => requireFreeThere(store, serviceId, move)).toThrow(/shop\.example\.com/);
    const run = { parts: { store }, service: { id: serviceId }, deploymentId: 'dep_x' };
    const unsettled = settleIn(run as unknown as DeploymentRun, move);
    expect(unsettled?.reason('It is undone.')).toMatch(/shop\.example\.com.*It is undone\./);
    expect((await owner.client.service.get({ serviceId })).serverId).toBe(harbour);
  });
});
