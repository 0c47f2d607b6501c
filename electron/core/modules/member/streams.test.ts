import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { keyClient } from '#test/support/key-client.ts';
import { createMemberWorld, type MemberWorld, type Person } from '#test/support/member-world.ts';
import { settlesBefore, turns } from '#test/support/soon.ts';
import { addSshd } from '#test/support/sshd-server.ts';
import { startTestSshd, type TestSshd } from '../../remote/test-support/sshd.ts';

let sshd: TestSshd;
let home: string;
let world: MemberWorld;
let serverId: string;
let admin: Person;
let max: Person;

beforeAll(async () => {
  sshd = await startTestSshd();
});
afterAll(() => sshd.stop());
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'quayside-home-'));
  world = await createMemberWorld({ sshFolder: join(home, '.ssh') });
  admin = world.join('Admin', 'Ada');
  max = world.join('Manager', 'Max');
  serverId = await addSshd(world.owner.client, world.organizationId, sshd);
});
afterEach(async () => {
  await world.core.close();
  rmSync(home, { recursive: true, force: true });
});

/** What can end somebody's access, and how the ones left behind say it. */
const ends: [string, () => Promise<unknown>][] = [
  ['removed', () => admin.client.member.remove({ memberId: max.memberId })],
  ['suspended', () => admin.client.member.suspend({ memberId: max.memberId })],
  ['demoted', () => admin.client.member.setRole({ memberId: max.memberId, roleId: world.roleId('Viewer') })],
];

describe('R10: before anything else happens', () => {
  it.each(ends)('an open shell ends for who is %s, and takes no further word', async (_, end) => {
    const stream = await max.client.terminal.server({ serverId });
    const iterator = stream[Symbol.asyncIterator]();
    const opened = (await iterator.next()).value as TerminalEvent;
    if (opened.type !== 'opened') throw new Error('the terminal did not open');
    const { terminalId } = opened;
    const over = (async () => {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done || (value as TerminalEvent).type === 'closed') return 'closed';
      }
    })().catch((error: { code: string }) => error.code);
    await end();
    expect(await settlesBefore(over, turns)).toBe(true);
    expect(await over).toMatch(/closed|NOT_FOUND|FORBIDDEN/);
    await expect(max.client.terminal.write({ terminalId, data: 'id\n' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(max.client.terminal.server({ serverId, terminalId })).rejects.toMatchObject({
      code: expect.stringMatching(/NOT_FOUND|FORBIDDEN/),
    });
  });

  it('an API key opens nothing once its holder is removed', async () => {
    const { organizationId } = world;
    await world.owner.client.member.setExtras({ memberId: max.memberId, permissions: ['api.read'] });
    const made = await max.client.apiKey.create({ organizationId, name: 'script', expiresInDays: '30' });
    const script = keyClient(world.core, made.secret);
    expect((await script.server.list({ organizationId })).map(({ id }) => id)).toEqual([serverId]);
    await admin.client.member.remove({ memberId: max.memberId });
    await expect((async () => script.server.list({ organizationId }))()).rejects.toMatchObject({
      code: expect.stringMatching(/UNAUTHENTICATED|NOT_FOUND/),
    });
  });
});
