import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendRaw } from '#test/support/raw-http.ts';
import { type Loopback, openLoopback } from './loopback.ts';

const state = 'the-state-of-this-sign-in';

let loopback: Loopback;
let port: number;

beforeEach(async () => {
  loopback = await openLoopback({ state, deadlineMs: 60_000 });
  port = Number(new URL(loopback.redirectUri).port);
});
afterEach(() => loopback.close());

const back = (query = `state=${state}&code=c`): string => `/oidc/callback?${query}`;
const request = (
  target: string,
  { method = 'GET', host = `127.0.0.1:${port}`, more = [] as string[] } = {},
) => sendRaw(port, [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...more, 'Connection: close']);

const isClosed = async (): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  const event = await Promise.race([
    once(socket, 'connect').then(() => 'connected'),
    once(socket, 'error').then(() => 'refused'),
  ]).catch(() => 'refused');
  socket.destroy();
  return event === 'refused';
};

describe('the listener of a sign-in', () => {
  it('takes one answer at a port of the loopback address, shows a plain page, and closes at once', async () => {
    expect(loopback.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oidc\/callback$/);
    const page = await request(back(`state=${state}&code=c&iss=https%3A%2F%2Flogin.example.com`));
    expect(page.status).toBe(200);
    expect(page.body).toContain('You can go back to Quayside.');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(await loopback.returned).toEqual({ state, code: 'c', issuer: 'https://login.example.com' });
    expect(await isClosed()).toBe(true);
  });

  it('says so where the provider let nobody in', async () => {
    expect((await request(back(`state=${state}&error=access_denied`))).body).toContain(
      'Nobody was signed in.',
    );
    expect(await loopback.returned).toEqual({ state, error: 'access_denied' });
  });

  it.each([
    ['another state', () => request(back('state=guessed&code=c')), 400],
    ['no state', () => request(back('code=c')), 400],
    ['nothing', () => request('/oidc/callback'), 400],
    ['two states', () => request(back(`state=guessed&state=${state}&code=c`)), 400],
    ['two codes', () => request(back(`state=${state}&code=c&code=d`)), 400],
    ['a code without end', () => request(back(`state=${state}&code=${'c'.repeat(5_000)}`)), 400],
    ['another path', () => request(`/?state=${state}&code=c`), 404],
    ['a path below', () => request(`/oidc/callback/?state=${state}&code=c`), 404],
    ['a path that only becomes it', () => request(`/x/../oidc/callback?state=${state}&code=c`), 404],
    ['a whole address', () => request(`http://127.0.0.1:${port}${back()}`), 404],
    ['another host', () => request(back(), { host: `evil.test:${port}` }), 421],
    ['the name of this machine', () => request(back(), { host: `localhost:${port}` }), 421],
    ['two hosts', () => request(back(), { more: ['Host: evil.test'] }), 421],
    ['POST', () => request(back(), { method: 'POST', more: ['Content-Length: 0'] }), 405],
    ['HEAD', () => request(back(), { method: 'HEAD' }), 405],
    ['OPTIONS', () => request(back(), { method: 'OPTIONS' }), 405],
    ['a script of a page', () => request(back(), { more: ['Sec-Fetch-Mode: no-cors'] }), 403],
    ['a frame', () => request(back(), { more: ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'] }), 403],
  ])('refuses %s, and goes on waiting', async (_, send, status) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain(state);
    expect((await request(back())).status).toBe(200);
    expect(await loopback.returned).toEqual({ state, code: 'c' });
  });

  it('takes the first of many answers at once', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => request(back(`state=${state}&code=c${index}`))),
    );
    const taken = answers.filter(
      ({ status, ...rest }) => status === 'fulfilled' && 'value' in rest && rest.value.status === 200,
    );
    expect(taken).toHaveLength(1);
    expect((await loopback.returned).code).toMatch(/^c\d$/);
  });

  it('is over after its deadline', async () => {
    const late = await openLoopback({ state, deadlineMs: 1 });
    await expect(late.returned).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    port = Number(new URL(late.redirectUri).port);
    expect(await isClosed()).toBe(true);
  });

  it('is over once it is closed, or its signal aborts', async () => {
    const control = new AbortController();
    const other = await openLoopback({ state, deadlineMs: 60_000, signal: control.signal });
    loopback.close();
    await expect(loopback.returned).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await isClosed()).toBe(true);
    control.abort();
    await expect(other.returned).rejects.toMatchObject({ code: 'CANCELLED' });
    port = Number(new URL(other.redirectUri).port);
    expect(await isClosed()).toBe(true);
  });

  it('lets nobody in at an address of the network', async () => {
    await expect(fetch(`http://[::1]:${port}${back()}`)).rejects.toThrow();
  });
});
