import { createRouterClient } from '@orpc/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { nativeRedirectUri, type OidcServer, startOidcServer } from '#test/support/oidc-server.ts';
import {
  createOidcWorld,
  mia,
  nextStep,
  type OidcWorld,
  signedIn,
  unauthenticated,
} from '#test/support/oidc-world.ts';
import { type RawAnswer, sendRaw } from '#test/support/raw-http.ts';

let server: OidcServer;
let world: OidcWorld;
let opened: string[];

beforeAll(async () => {
  server = await startOidcServer(mia, [nativeRedirectUri]);
});
afterAll(() => server.close());
beforeEach(async () => {
  opened = [];
  world = await createOidcWorld(server, {
    openBrowser: async (url) => {
      opened.push(url);
    },
  });
});
afterEach(() => world.core.close());

/** A window of the desktop that waits for the browser. */
const wait = async (client: TestClient) => {
  const steps = await client.identityProvider.listen({ provider: world.provider });
  const first = await nextStep(steps, 'waiting');
  return {
    ...first,
    redirectUri: new URL(first.url).searchParams.get('redirect_uri') ?? '',
    returned: async () => (await nextStep(steps, 'returned')).answer,
    cancel: () => steps.return(undefined),
  };
};

/** Visits a page as a browser does; `fetch` would say that it is a script. */
const visitPage = async (address: string): Promise<RawAnswer> => {
  const { port, host, pathname, search } = new URL(address);
  return sendRaw(Number(port), [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, 'Connection: close']);
};

/** What the browser does there: goes to the provider, and back to whoever listens; answers the page. */
const visit = async (url: string): Promise<string> => {
  const { status, body } = await visitPage(await server.visit(url));
  expect(status).toBe(200);
  return body;
};

describe('signing in from the desktop', () => {
  it('goes through the browser of this machine and back to a listener of its own', async () => {
    const client = world.browser();
    const waiting = await wait(client);
    expect(waiting.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oidc\/callback$/);
    await client.identityProvider.openBrowser({ flow: waiting.flow });
    await client.identityProvider.openBrowser({ flow: waiting.flow });
    expect(opened).toEqual([waiting.url, waiting.url]);
    expect(await visit(waiting.url)).toContain('You can go back to Quayside.');
    const answer = await waiting.returned();
    const { session } = await signedIn(client.identityProvider.finish(answer));
    expect(session).toMatchObject({ state: 'ready', account: { email: 'mia@example.com' } });
    await expect(world.browser().identityProvider.finish(answer)).rejects.toMatchObject(unauthenticated);
  });

  it('links an identity to the account that asked for it', async () => {
    const { organizationId, core } = world;
    const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const vera = clientOf(core, accountId);
    const waiting = await wait(vera);
    await visit(waiting.url);
    expect(await vera.identityProvider.link(await waiting.returned())).toMatchObject({
      provider: 'Example login',
      email: 'mia@example.com',
    });
  });

  it('takes two at once, each by its own port, state and secret', async () => {
    const [mias, noras] = [world.browser(), world.browser()];
    const [first, second] = [await wait(mias), await wait(noras)];
    expect(first.redirectUri).not.toBe(second.redirectUri);
    const crossed = new URL(await server.visit(first.url));
    crossed.port = new URL(second.redirectUri).port;
    expect((await visitPage(crossed.href)).status).toBe(400);
    server.person = { ...mia, sub: 'nora-1', email: 'nora@example.com', name: 'Nora' };
    await visit(second.url);
    const { session } = await signedIn(noras.identityProvider.finish(await second.returned()));
    expect(session.account?.name).toBe('Nora');
    server.person = mia;
    await visit(first.url);
    const other = await signedIn(mias.identityProvider.finish(await first.returned()));
    expect(other.session.account?.name).toBe('Mia');
  });

  it('is given up with the reader: the port closes and the answer is worth nothing', async () => {
    const waiting = await wait(world.browser());
    const back = await server.visit(waiting.url);
    await waiting.cancel();
    await expect(fetch(back)).rejects.toThrow();
    const { searchParams } = new URL(back);
    const answer = { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' };
    await expect(
      world.browser().identityProvider.finish({ flow: waiting.flow, ...answer }),
    ).rejects.toMatchObject(unauthenticated);
    await expect(world.browser().identityProvider.openBrowser({ flow: waiting.flow })).rejects.toMatchObject(
      unauthenticated,
    );
  });

  it('waits for eight at most', async () => {
    const waiting = [];
    for (let index = 0; index < 8; index += 1) waiting.push(await wait(world.browser()));
    await expect(wait(world.browser())).rejects.toMatchObject({ code: 'LIMIT' });
    await waiting[0]?.cancel();
    await (await wait(world.browser())).cancel();
    await Promise.all(waiting.slice(1).map(({ cancel }) => cancel()));
  });
});

describe('the browser of a machine', () => {
  it('opens for nobody who sits elsewhere', async () => {
    const { core } = world;
    const remote = core.openSession({
      transport: 'websocket',
      identity: { type: 'nobody' },
      address: '192.0.2.7',
    });
    const client = createRouterClient(core.router, {
      context: remote.context,
      interceptors: core.handlerOptions.clientInterceptors as never,
    }) as TestClient;
    await expect(wait(client)).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'browser' } });
    const here = await wait(world.browser());
    await expect(client.identityProvider.openBrowser({ flow: here.flow })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await here.cancel();
    expect(opened).toEqual([]);
  });

  it('is not there on a host without a display', async () => {
    const headless = await createOidcWorld(server);
    const steps = await headless.browser().identityProvider.listen({ provider: headless.provider });
    await expect(steps.next()).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'browser' } });
    await headless.core.close();
  });

  it('may fail to open, which says what to do instead', async () => {
    const broken = await createOidcWorld(server, { openBrowser: () => Promise.reject(new Error('none')) });
    const client = broken.browser();
    const steps = await client.identityProvider.listen({ provider: broken.provider });
    const { flow } = await nextStep(steps, 'waiting');
    await expect(client.identityProvider.openBrowser({ flow })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('copy the address'),
    });
    await steps.return(undefined);
    await broken.core.close();
  });
});
