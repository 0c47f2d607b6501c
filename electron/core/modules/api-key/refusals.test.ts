import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { wordedEvent } from '#test/support/worded-event.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

const minute = 60_000;
let now: number;
let core: Core;
let owner: TestClient;
let organizationId: string;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21);
  ({ core, client: owner, organizationId } = await createOwnedCore({ now: () => now }));
});
afterEach(() => core.close());

const create = (client = owner, more: object = {}) =>
  client.apiKey.create({ organizationId, name: 'ci', expiresInDays: '1', ...more });

/** Comes with a key from an address; answers whether it was let in. */
const come = (secret: string, from = '192.0.2.7'): string => {
  try {
    const { allowance } = core.services.apiKeys.admit(secret, from);
    return allowance.isAllowed ? 'in' : 'LIMIT';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const refusals = () =>
  core.services.store.database
    .all(sql.selectFrom('audit_event').selectAll().where('operation', '=', 'apiKey.use').orderBy('sequence'))
    .map(wordedEvent);
const details = (): string[] => refusals().map(({ detail }) => detail);

describe('a refusal of an API key', () => {
  it('is in the trail of its organization, with the key and whose it is', async () => {
    const { key, secret } = await create();
    now += 25 * 60 * minute;
    expect(come(secret)).toBe('UNAUTHENTICATED');
    expect(refusals()).toMatchObject([
      {
        organization_id: organizationId,
        actor_name: 'Olive Owner',
        via_type: 'key',
        via_id: key.id,
        node_id: key.id,
        outcome: 'refused',
        detail: 'API key “ci” refused: expired, from 192.0.2.7',
      },
    ]);
  });

  it('is told once a minute and kind, then with the number of the others', async () => {
    const { secret } = await create(owner, { rateLimit: { count: 1, windowSeconds: 3_600 } });
    expect(come(secret)).toBe('in');
    for (let request = 0; request < 500; request += 1) expect(come(secret)).toBe('LIMIT');
    expect(details()).toEqual(['API key “ci” refused: beyond its limit, from 192.0.2.7']);
    now += minute;
    expect(come(secret, '192.0.2.8')).toBe('LIMIT');
    expect(details().slice(1)).toEqual([
      'API key “ci” refused: beyond its limit; 499 more within a minute, the last from 192.0.2.7',
      'API key “ci” refused: beyond its limit, from 192.0.2.8',
    ]);
    now += 25 * 60 * minute;
    come(secret);
    expect(details().at(-1)).toContain('expired');
  });

  it('is told of a cap as of a rate', async () => {
    const { secret } = await create(owner, { requestCap: { cap: 1 } });
    expect([come(secret), come(secret)]).toEqual(['in', 'LIMIT']);
    expect(details()).toHaveLength(1);
  });

  it('is told of a holder who may not use keys now', async () => {
    const accountId = addAccount(core, { organizationId, role: 'Admin', name: 'Ada' });
    const { secret } = await create(clientOf(core, accountId));
    const memberId = core.services.store.access.effective(accountId, organizationId)?.memberId ?? '';
    await owner.member.suspend({ memberId });
    expect(come(secret)).toBe('UNAUTHENTICATED');
    expect(details()).toEqual(['API key “ci” refused: powerless, from 192.0.2.7']);
  });

  it('is told of a key that was revoked, and answers whoever has it as for an unknown one', async () => {
    const { key, secret } = await create();
    await owner.apiKey.revoke({ apiKeyId: key.id });
    expect(come(secret)).toBe('UNAUTHENTICATED');
    expect(refusals()).toMatchObject([
      {
        node_id: key.memberId,
        actor_name: 'Olive Owner',
        detail: 'API key “ci” refused: revoked, from 192.0.2.7',
      },
    ]);
  });

  it('is told of a key that went with its member', async () => {
    const accountId = addAccount(core, { organizationId, role: 'Admin', name: 'Ada' });
    const { secret } = await create(clientOf(core, accountId));
    const memberId = core.services.store.access.effective(accountId, organizationId)?.memberId ?? '';
    await owner.member.remove({ memberId });
    expect(come(secret)).toBe('UNAUTHENTICATED');
    expect(refusals()).toMatchObject([
      { node_id: organizationId, actor_id: null, detail: 'API key “ci” refused: revoked, from 192.0.2.7' },
    ]);
  });

  it('leaves no event of what is nobody’s key, and none where the organization is gone', async () => {
    const { key, secret } = await create();
    expect(come(`${secret.slice(0, -1)}x`)).toBe('UNAUTHENTICATED');
    expect(come('qs_nonsense')).toBe('UNAUTHENTICATED');
    await owner.organization.create({ name: 'Globex' });
    core.services.store.write((tx) => tx.removeNode(key.organizationId));
    expect(come(secret)).toBe('UNAUTHENTICATED');
    expect(refusals()).toEqual([]);
  });

  it('is counted to the end where the host stops before the minute is over', async () => {
    const { secret } = await create(owner, { requestCap: { cap: 1 } });
    for (let request = 0; request < 5; request += 1) come(secret);
    core.services.apiKeys.close();
    expect(details().at(-1)).toContain('3 more within a minute');
  });
});
