import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '#test/support/create-test-core.ts';
import { type Ownership, openOwnership } from '#test/support/ownership.ts';
import type { Core } from '../../create-core.ts';
import { recoverOwner } from './index.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let join: Ownership['join'];
let suspend: Ownership['suspend'];
let ownersIn: Ownership['ownersIn'];

beforeEach(async () => {
  ({ core, owner, organizationId, join, suspend, ownersIn } = await openOwnership());
});
afterEach(() => core.close());

describe('R18: local recovery', () => {
  const emailOf = (accountId: string): string => `${accountId}@example.com`;

  it('makes a member the Owner, the old one Admin, audits both and tells every Admin until each dismissed it', async () => {
    const ada = join('Viewer', 'Ada');
    const bob = join('Admin', 'Bob');
    recoverOwner(core.services.store, { email: emailOf(ada.accountId), organizationName: 'Acme' });
    expect(ownersIn(organizationId)).toEqual(['Ada']);
    const events = (await ada.client.audit.list({ organizationId })).items.slice(0, 2);
    expect(events.map(({ operation, actor }) => `${operation} by ${actor}`)).toEqual([
      'organization.recoverOwner by Local recovery on this machine',
      'organization.recoverOwner by Local recovery on this machine',
    ]);
    const [notice] = await owner.organization.notices({ organizationId });
    expect(notice?.text).toContain('Ada was made the Owner by local recovery');
    await owner.organization.dismissNotice({ organizationId, notice: notice?.id ?? '' });
    expect(await owner.organization.notices({ organizationId })).toEqual([]);
    expect(await bob.client.organization.notices({ organizationId })).toHaveLength(1);
  });

  it('takes somebody who is no member, and lets a suspended one in', async () => {
    const other = await owner.organization.create({ name: 'Second' });
    const ada = join('Viewer', 'Ada');
    suspend(ada.memberId);
    const { store } = core.services;
    recoverOwner(store, { email: emailOf(ada.accountId), organizationName: 'Second' });
    expect(ownersIn(other.id)).toEqual(['Ada']);
    const { text } = recoverOwner(store, { email: emailOf(ada.accountId), organizationName: 'Acme' });
    expect(text).toContain('had been suspended');
    expect(ownersIn(organizationId)).toEqual(['Ada']);
  });

  it('changes nothing for an unknown address, an unknown organization, or who is the Owner already', () => {
    const { store } = core.services;
    const ada = join('Viewer', 'Ada');
    const attempt = (email: string, organizationName: string) => () =>
      recoverOwner(store, { email, organizationName });
    expect(attempt('nobody@example.com', 'Acme')).toThrow(/no account/);
    expect(attempt(emailOf(ada.accountId), 'Nowhere')).toThrow(/no organization/);
    expect(attempt('olive@example.com', 'Acme')).toThrow(/Owner of “Acme” already/);
    expect(ownersIn(organizationId)).toEqual(['Olive Owner']);
  });

  it('a notice of another organization is unknown', async () => {
    const ada = join('Viewer', 'Ada');
    const other = await owner.organization.create({ name: 'Second' });
    recoverOwner(core.services.store, { email: emailOf(ada.accountId), organizationName: 'Acme' });
    const [notice] = await owner.organization.notices({ organizationId });
    await expect(
      owner.organization.dismissNotice({ organizationId: other.id, notice: notice?.id ?? '' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
