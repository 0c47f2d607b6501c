import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, createOwnedCore, fakeHost, type TestClient } from '#test/support/create-test-core.ts';
import { type Core, createCore } from '../../create-core.ts';
import { backUp } from '../../store/backups.ts';
import { restoreBackup } from '../../store/restore.ts';
import { tellOfDamage } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quayside-restored-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { vault } = fakeHost();
const hostParts = () => ({ dataFolder: folder, vault });

const told = async (client: TestClient, organizationId: string) => ({
  notices: (await client.organization.notices({ organizationId })).map(({ text }) => text),
  events: (await client.audit.list({ organizationId })).items
    .filter(({ operation }) => operation === 'organization.restoreStore')
    .map(({ actor }) => actor),
});

const openedAgain = async (accountId: string): Promise<{ core: Core; client: TestClient }> => {
  const core = await createCore(fakeHost(hostParts()));
  return { core, client: clientOf(core, accountId) };
};

describe('a store that was brought back', () => {
  it('tells it in every trail and to every Admin, once, whichever host opens it first', async () => {
    const { core, client, organizationId } = await createOwnedCore(hostParts());
    const accountId = (await client.session.current()).account?.id ?? '';
    await backUp(core.services.store.database.connection, folder, 'daily-2026-01-01');
    await core.close();
    restoreBackup(folder, undefined, Date.now());
    const expected = {
      notices: [expect.stringContaining('brought back from daily-2026-01-01.db')],
      events: ['Local recovery on this machine'],
    };
    for (let start = 0; start < 2; start += 1) {
      const opened = await openedAgain(accountId);
      expect(await told(opened.client, organizationId)).toEqual(expected);
      await opened.core.close();
    }
  });
});

describe('a store that the check of all of it finds damaged', () => {
  it('is told to every Admin, once for each backup that would cure it', async () => {
    const { core, client, organizationId } = await createOwnedCore();
    for (let check = 0; check < 2; check += 1) tellOfDamage(core.services.store, 'daily-1.db');
    tellOfDamage(core.services.store, undefined);
    const { notices } = await told(client, organizationId);
    expect(notices.toSorted()).toEqual([
      expect.stringContaining('--restore newest, which is daily-1.db'),
      expect.stringContaining('No good backup'),
    ]);
    await core.close();
  });
});
