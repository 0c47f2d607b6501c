import { afterEach, describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import { addAccount } from '#test/support/add-account.ts';
import { createTestCore } from '#test/support/create-test-core.ts';
import { sampleInput } from '#test/support/operations.ts';
import { createSignedInCore, newestEvents, olive, signInAs, stranger } from '#test/support/people.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const signedIn = async () => {
  const made = await createSignedInCore();
  core = made.core;
  return made;
};

const firstRun = { name: 'Olive Owner', email: 'olive@example.com', organizationName: 'Acme' };

describe('signing in', () => {
  it('makes the connection that person’s at once', async () => {
    const made = await signedIn();
    const client = stranger(made.core);
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const result = await client.session.signIn(olive);
    expect(result).toMatchObject({ session: { state: 'ready', account: { email: olive.email } } });
    expect(await client.organization.list()).toHaveLength(1);
  });

  it('answers an unknown address, a wrong password and an account without one alike', async () => {
    const made = await signedIn();
    addAccount(made.core, { organizationId: made.organizationId, role: 'Viewer', name: 'Vera' });
    const vera = made.core.services.store.database.first(
      sql.selectFrom('account').select('email').where('name', '=', 'Vera'),
    );
    const attempts = [
      { email: 'nobody@example.com', password: olive.password },
      { email: olive.email, password: 'wrong password' },
      { email: vera?.email ?? '', password: olive.password },
    ];
    for (const attempt of attempts) {
      await expect(stranger(made.core).session.signIn(attempt)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
        message: 'The e-mail address or the password is wrong.',
      });
    }
  });

  it('is audited in each organization of the account, a failure too, and never says what was typed', async () => {
    const made = await signedIn();
    await signInAs(made.core, olive);
    const wrong = { ...olive, password: 'hunter2hunter2' };
    await expect(stranger(made.core).session.signIn(wrong)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const unknown = { email: 'unknown@example.com', password: 'hunter2hunter2' };
    await expect(stranger(made.core).session.signIn(unknown)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const events = newestEvents(made.core, 3);
    expect(events).toMatchObject([
      { operation: 'session.signIn', outcome: 'refused', organization_id: null },
      { operation: 'session.signIn', outcome: 'refused', organization_id: made.organizationId },
      { operation: 'session.signIn', outcome: 'allowed', actor_name: 'Olive Owner' },
    ]);
    const text = JSON.stringify(events);
    for (const secret of ['hunter2', 'unknown@example.com', olive.password])
      expect(text).not.toContain(secret);
  });

  it('ends what the connection was signed in as before, so that no token of before lives on', async () => {
    const made = await signedIn();
    const first = await signInAs(made.core, olive);
    await first.client.session.signIn(olive);
    expect(made.core.services.sessions.find(first.token)).toBeUndefined();
  });

  it('refuses a password that is longer than any password', async () => {
    const made = await signedIn();
    const huge = { ...olive, password: 'x'.repeat(100_000) };
    await expect(stranger(made.core).session.signIn(huge)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('keeps neither password nor token in the store', async () => {
    const made = await signedIn();
    const { token } = await signInAs(made.core, olive);
    const { database } = made.core.services.store;
    const rows = [
      ...database.all(sql.selectFrom('account').selectAll()),
      ...database.all(sql.selectFrom('session').selectAll()),
    ];
    const text = JSON.stringify(rows);
    expect(text).not.toContain(olive.password);
    expect(text).not.toContain(token.slice(4));
    expect(text).toContain('$argon2id$v=19$m=65536,t=3,p=1$');
  });
});

describe('a token', () => {
  it('of another store is nobody’s', async () => {
    const made = await signedIn();
    const other = await createSignedInCore();
    const { token } = await signInAs(other.core, olive);
    expect(made.core.services.sessions.find(token)).toBeUndefined();
    await other.core.close();
  });

  it('goes on with its session on a connection that could not bring it', async () => {
    const made = await signedIn();
    const { token } = await signInAs(made.core, olive);
    const port = stranger(made.core);
    expect(await port.session.resume({ sessionToken: token })).toMatchObject({ state: 'ready' });
    await expect(stranger(made.core).session.resume({ sessionToken: 'qss_none' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('is worth nothing once its twelve quiet hours or seven days are over', async () => {
    const made = await signedIn();
    const { token } = await signInAs(made.core, olive);
    made.clock.pass(11 * 3_600_000);
    expect(made.core.services.sessions.find(token)).toBeDefined();
    made.clock.pass(3_600_000);
    expect(made.core.services.sessions.find(token)).toBeUndefined();
  });

  it('lives for thirty quiet days where somebody stays signed in', async () => {
    const made = await signedIn();
    const { token } = await signInAs(made.core, { ...olive, remember: true });
    made.clock.pass(29 * 24 * 3_600_000);
    expect(made.core.services.sessions.find(token)).toBeDefined();
    made.clock.pass(24 * 3_600_000);
    expect(made.core.services.sessions.find(token)).toBeUndefined();
  });
});

describe('the first run', () => {
  it('is for whoever started the host alone', async () => {
    const made = await createTestCore();
    core = made.core;
    await expect(stranger(core).session.firstRun(firstRun)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await stranger(core).session.current()).toMatchObject({ state: 'signed-out', isSetUp: false });
    expect(await made.client.session.current()).toMatchObject({ state: 'first-run' });
  });

  it('asks for a password where several people can reach the store', async () => {
    const made = await createTestCore({ kind: 'headless' });
    core = made.core;
    await expect(made.client.session.firstRun(firstRun)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'password' }] },
    });
    const password = 'correct horse battery';
    const session = await made.client.session.firstRun({ ...firstRun, password });
    expect(session).toMatchObject({ state: 'ready', token: expect.stringMatching(/^qss_/) });
    expect(newestEvents(core, 1)).toMatchObject([
      { actor_id: session.account?.id, via_type: 'session', detail: `${firstRun.name} set this store up` },
    ]);
    const operator = core.openSession({ transport: 'in-process' }).context.whoAsks();
    expect(operator.accountId).toBe('');
  });

  it('refuses a password that is the address it protects', async () => {
    const made = await createTestCore();
    core = made.core;
    const password = 'OLIVE@example.com';
    await expect(made.client.session.firstRun({ ...firstRun, password })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('nobody', () => {
  const closed = operations.filter(({ meta }) => !meta.anonymous);
  it('reaches nothing but what is marked anonymous', async () => {
    const made = await signedIn();
    const client = stranger(made.core) as never as Record<
      string,
      Record<string, (input: object) => Promise<unknown>>
    >;
    const ids = { organizationId: made.organizationId };
    for (const operation of closed) {
      const fields = Object.keys(operation.input.shape).filter(
        (field) => field.endsWith('Id') && field !== 'containerId',
      );
      const lists = Object.keys(operation.input.shape).filter((field) => field.endsWith('Ids'));
      const input = sampleInput(operation, {
        ...Object.fromEntries(fields.map((id) => [id, 'x'])),
        ...Object.fromEntries(lists.map((each) => [each, ['x']] as never)),
        ...ids,
      });
      const call = client[operation.noun]?.[operation.verb]?.(input);
      await expect(call, operation.name).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(closed.length).toBeGreaterThan(60);
  });
});
