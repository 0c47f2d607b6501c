import { once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { insertGrant } from '#core/access/index.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { settlesBefore } from '#test/support/soon.ts';
import { openRestKeyWorld } from './rest-key-world.ts';

const day = 86_400_000;
let skew: number;
beforeEach(() => {
  skew = 0;
});
const world = openRestKeyWorld(() => Date.now() + skew);

/** The service's log goes on until its reader is cut off; only its source is made up, no server being there. */
const endlessLog = async function* (_: string, __: unknown, signal: AbortSignal) {
  yield { lines: [{ at: '2026-11-21T00:00:00Z', stream: 'stdout', source: 'web.1', text: 'hello' }] };
  if (!signal.aborted) await once(signal, 'abort');
};

/** Opens a stream, and reads it to its end: how long that took and all that it said. */
const openStream = async (
  secret: string,
  path = `/organizations/${world.organizationId}/changes`,
): Promise<{ ended: Promise<string> }> => {
  const response = await world.get(secret, path);
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  const ended = (async () => {
    let text = first?.value ?? '';
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) text += next.value;
    return text;
  })();
  return { ended };
};

/** Three answers of the host one after the other: what was cut before the first of them has arrived by the last. */
const threeAnswers = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await world.owner.organization.list();
  for (let turn = 0; turn < 3; turn += 1) await world.get('none', '/session');
};

describe('a stream that a key opened ends before the host answers anything else, on account', () => {
  it('of its revocation, and says so', async () => {
    const { secret, key } = await world.create(world.owner);
    const { ended } = await openStream(secret);
    await world.owner.apiKey.revoke({ apiKeyId: key.id });
    expect(await settlesBefore(ended, threeAnswers)).toBe(true);
    const text = await ended;
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED/);
  });

  it('of its expiry', async () => {
    const { secret } = await world.create(world.owner, { expiresInDays: '1' });
    const { ended } = await openStream(secret);
    skew = day;
    expect(await settlesBefore(ended, threeAnswers)).toBe(true);
    const text = await ended;
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED.*expired/);
  });

  it('of its holder’s demotion, suspension and removal', async () => {
    for (const end of ['demote', 'suspend', 'remove'] as const) {
      const { id, client } = world.admin();
      const { secret } = await world.create(client);
      const { ended } = await openStream(secret);
      const memberId = world.memberOf(id).id;
      if (end === 'demote') world.setRole(id, 'Viewer');
      if (end === 'suspend') world.setMember(id, { isSuspended: true });
      if (end === 'remove') world.core.services.store.write((tx) => tx.removeNode(memberId));
      expect(await settlesBefore(ended, threeAnswers)).toBe(true);
      expect(await ended).toContain('UNAUTHENTICATED');
    }
  });

  it('of its revocation while a log is read', async () => {
    Object.assign(world.core.services.deployments, { logs: endlessLog });
    const { secret, key } = await world.create(world.owner, { nodeIds: [world.place.environmentId ?? ''] });
    const { ended } = await openStream(secret, `/services/${world.place.serviceId}/logs`);
    await world.owner.apiKey.revoke({ apiKeyId: key.id });
    expect(await settlesBefore(ended, threeAnswers)).toBe(true);
    const text = await ended;
    expect(text).toContain('hello');
    expect(text).toMatch(/event: error\ndata: .*UNAUTHENTICATED/);
  });

  it('of its holder losing the grant on what it reads, though the key itself stays good', async () => {
    Object.assign(world.core.services.deployments, { logs: endlessLog });
    const id = world.join('Member', 'Mia Member');
    const { store } = world.core.services;
    world.setMember(id, { extras: ['api.read'] });
    const grantId = store.write((tx) => {
      const rest = { createdBy: null, teamId: null, tagIds: null, roleId: null, endsAt: null };
      return insertGrant(tx, {
        organizationId: world.organizationId,
        memberId: world.memberOf(id).id,
        nodeId: world.place.projectId ?? '',
        ...rest,
      });
    });
    const { secret } = await world.create(clientOf(world.core, id));
    const { ended } = await openStream(secret, `/services/${world.place.serviceId}/logs`);
    store.write((tx) => tx.removeNode(grantId));
    expect(await settlesBefore(ended, threeAnswers)).toBe(true);
    expect(await world.statusOf(secret, `/services/${world.place.serviceId}`)).toBe(404);
    expect(await world.statusOf(secret, '/session')).toBe(200);
  });
});
