import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Contract } from '#shared/contract/index.ts';
import { type InProcessHost, serveInProcess } from '#test/support/in-process-host.ts';
import { createSignedInCore, olive, passwordOfOlive, signInAs } from '#test/support/people.ts';
import { settlesBefore } from '#test/support/soon.ts';

let made: Awaited<ReturnType<typeof createSignedInCore>>;
let host: InProcessHost;
const serve = async () => {
  made = await createSignedInCore();
  host = await serveInProcess(made.core);
};
afterEach(async () => {
  await host.close();
  await made.core.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const socketOf = async (token?: string) => {
  const protocols = token ? ['quayside', `token.${token}`] : ['quayside'];
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`, protocols, { origin: host.url });
  await once(socket, 'open');
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient<ContractRouterClient<Contract>>(link), close: () => socket.terminate() };
};

const isUpgraded = (token: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`, ['quayside', `token.${token}`], {
      origin: host.url,
    });
    socket.once('open', () => resolve(true)).once('error', () => resolve(false));
  });

describe('the token of a session', () => {
  it('is taken as Bearer and as sub-protocol, from anywhere', async () => {
    await serve();
    const signedIn = await host.rest('session.signIn', olive, bearer(host.token));
    expect(signedIn.status).toBe(200);
    const token = String(signedIn.body.token);
    expect((await host.rest('organization.list', {}, bearer(token))).status).toBe(200);
    const { client, close } = await socketOf(token);
    expect(await client.organization.list()).toHaveLength(1);
    close();
  });

  it('is worth nothing on any transport once its session was revoked, and what was open is cut', async () => {
    await serve();
    const { token } = await signInAs(made.core, olive);
    const { client, close } = await socketOf(token);
    const feed = await client.changes.watch({ organizationId: made.organizationId });
    await feed.next();
    const next = feed.next();
    await made.client.session.revokeOthers();
    const threeAnswers = async () => {
      for (let turn = 0; turn < 3; turn += 1) await host.rest('session.current', {});
    };
    expect(await settlesBefore(next, threeAnswers)).toBe(true);
    await expect(next).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await host.rest('organization.list', {}, bearer(token))).status).toBe(401);
    expect(await isUpgraded(token)).toBe(false);
    close();
  });

  it('reaches on every transport what a locked session may, and no more', async () => {
    await serve();
    const { token, client: window } = await signInAs(made.core, olive);
    await window.session.lock();
    const { client, close } = await socketOf(token);
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await host.rest('organization.list', {}, bearer(token))).status).toBe(401);
    expect((await host.rest('session.current', {}, bearer(token))).body).toMatchObject({ state: 'locked' });
    expect(await client.session.unlock({ password: passwordOfOlive })).toMatchObject({ state: 'ready' });
    expect((await host.rest('organization.list', {}, bearer(token))).status).toBe(200);
    close();
  });
});

describe('the operator’s token', () => {
  it('opens what nobody needs to be for, and no more, once the first account has a password', async () => {
    await serve();
    expect((await host.rest('session.current', {})).body).toMatchObject({ state: 'signed-out' });
    expect((await host.rest('organization.list', {})).status).toBe(401);
    expect(
      (await host.rest('session.firstRun', { ...olive, name: 'Eve', organizationName: 'Evil' })).status,
    ).toBe(409);
  });
});

describe('a request without a token', () => {
  it('waits for its turn in a crowd, is refused to nobody, and makes none wait who has one', async () => {
    await serve();
    const ask = () => fetch(`${host.url}/api/v1/session`).then(({ status }) => status);
    const all = (count: number) => Array.from({ length: count }, ask);
    // The turns that are given at once are gone with these; the crowd behind them waits three seconds.
    await Promise.all(all(100));
    const waiting = all(150);
    const crowd = Promise.all(waiting);
    await Promise.race(waiting);
    const known = host.rest('session.current', {}).then(({ status }) => status);
    expect(await settlesBefore(known, () => crowd)).toBe(true);
    expect(await known).toBe(200);
    expect(new Set(await crowd)).toEqual(new Set([200]));
  });

  it('gets in with the right password whatever others guess meanwhile at addresses that nobody has', async () => {
    await serve();
    const signIn = (given: object) =>
      fetch(`${host.url}/api/v1/session/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(given),
      }).then(({ status }) => status);
    const guesses = Array.from({ length: 40 }, (_, at) =>
      signIn({ email: `nobody${at}@example.com`, password: 'wrong password' }),
    );
    expect(await signIn(olive)).toBe(200);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([401]));
    expect(await signIn(olive)).toBe(200);
  });

  it('is refused a large body before it is read', async () => {
    await serve();
    const response = await fetch(`${host.url}/api/v1/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...olive, password: 'x'.repeat(100_000) }),
    });
    expect(response.status).toBe(413);
  });
});

describe('a socket on which nobody is signed in', () => {
  it('becomes the person’s who signs in on it', async () => {
    await serve();
    const { client, close } = await socketOf();
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await client.session.signIn(olive);
    expect(await client.organization.list()).toHaveLength(1);
    await client.session.signOut();
    await expect(client.organization.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    close();
  });

  it('is held up when it asks too often', async () => {
    await serve();
    const { client, close } = await socketOf();
    const answers: PromiseSettledResult<unknown>[] = [];
    // More that wait for their turn at a time would end the socket.
    while (answers.length < 150) {
      const asked = Array.from({ length: 25 }, () => client.session.current());
      answers.push(...(await Promise.allSettled(asked)));
    }
    const refused = answers.filter((each) => each.status === 'rejected');
    expect(refused.length).toBe(50);
    expect(refused[0]).toMatchObject({ reason: { code: 'LIMIT' } });
    close();
  });
});
