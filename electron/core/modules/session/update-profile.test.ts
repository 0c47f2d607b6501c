import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { createSignedInCore, olive, signInAs, stranger } from '#test/support/people.ts';

const password = 'a password of Vera';
const victim = 'victim@bank.example';

let core: Core;
let operator: TestClient;
let organizationId: string;
let accountId: string;
let vera: TestClient;
let email: string;

beforeEach(async () => {
  const made = await createSignedInCore();
  ({ core, client: operator, organizationId } = made);
  accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
  await clientOf(core, accountId).session.setPassword({ newPassword: password });
  email = `${accountId}@example.com`.toLowerCase();
  ({ client: vera } = await signInAs(core, { email, password }));
});
afterEach(() => core.close());

describe('another e-mail address', () => {
  it('asks for the password', async () => {
    for (const typed of [undefined, 'wrong']) {
      await expect(
        vera.session.updateProfile({ email: victim, ...(typed ? { password: typed } : {}) }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'password' }] } });
    }
    expect((await vera.session.current()).account?.pendingEmail).toBeUndefined();
  });

  it('counts for nothing until it is verified: one signs in by the old one', async () => {
    const changed = await vera.session.updateProfile({ email: victim, password });
    expect(changed).toMatchObject({ email, pendingEmail: victim });
    await expect(signInAs(core, { email: victim, password })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await signInAs(core, { email, password });
  });

  it('keeps the real owner from nothing: they are invited, and register', async () => {
    await vera.session.updateProfile({ email: victim, password });
    const roles = await operator.role.list({ organizationId });
    const { secret } = await operator.invitation.create({
      organizationId,
      email: victim,
      roleId: roles.find(({ name }) => name === 'Viewer')?.id ?? '',
      lifetimeHours: 48,
    });
    await expect(vera.invitation.accept({ secret })).rejects.toMatchObject({ code: 'CONFLICT' });
    const owner = stranger(core);
    await owner.invitation.register({ secret, name: 'Victim', password: 'a password of the victim' });
    expect((await owner.session.current()).account?.email).toBe(victim);
    await expect(operator.host.confirmEmail({ account: accountId, email: victim })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('does not tell whether somebody else has it', async () => {
    const taken = await vera.session.updateProfile({ email: olive.email, password });
    expect(taken).toMatchObject({ email, pendingEmail: olive.email });
  });

  it('counts once the operator confirmed that very address', async () => {
    await vera.session.updateProfile({ email: victim, password });
    const other = operator.host.confirmEmail({ account: accountId, email: 'other@example.com' });
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT' });
    await operator.host.confirmEmail({ account: accountId, email: victim });
    expect((await vera.session.current()).account).toMatchObject({ email: victim });
    await signInAs(core, { email: victim, password });
  });

  it('of the operator counts at once, by the password', async () => {
    const changed = await operator.session.updateProfile({
      email: 'olive@new.example',
      password: olive.password,
    });
    expect(changed).toMatchObject({ email: 'olive@new.example' });
    expect(changed.pendingEmail).toBeUndefined();
  });
});
