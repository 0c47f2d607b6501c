import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHostileOidcServer } from '#test/support/hostile-oidc-server.ts';
import { nextStep } from '#test/support/oidc-world.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { preventable } from './fake-electron.ts';
import {
  buildDesktop,
  clientOver,
  type Electron,
  quit,
  startDesktop,
  temporaryFolder,
  until,
} from './start-desktop.ts';

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task();
});
beforeAll(buildDesktop);

const folder = (): string => {
  const { path, remove } = temporaryFolder();
  cleanUp.push(remove);
  return path;
};

const start = async (dataFolder = folder(), prepare?: (electron: Electron) => void) => {
  const electron = await startDesktop(dataFolder, prepare);
  cleanUp.push(() => quit(electron));
  return electron;
};

const firstWindow = (electron: Electron) =>
  until(
    () => electron.BrowserWindow.all.find(({ webContents }) => webContents.ports.length > 0),
    'a window with a port',
  );

const firstRun = { name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' };

const request = async (electron: Electron, url: string, init?: RequestInit) => {
  const answer = electron.protocol.handlers.get('app');
  if (!answer) throw new Error('nothing answers app://');
  return answer(new Request(url, init));
};

describe('the desktop', () => {
  it('opens a sandboxed window, and its page works with the core through a port', async () => {
    const electron = await start();
    const window = await firstWindow(electron);
    expect(electron.app.isSandboxed).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    const [port] = window.webContents.ports;
    if (!port) throw new Error('no port');
    const client = clientOver(port);
    const session = await client.session.firstRun(firstRun);
    expect(session.host.kind).toBe('desktop');
    expect(session.organizations).toMatchObject([{ name: 'Acme' }]);
  });

  it('serves the built renderer and nothing else, under a strict policy', async () => {
    const electron = await start();
    await firstWindow(electron);
    const page = await request(electron, 'app://quayside/o/org_1');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*require-trusted-types-for 'script'/,
    );
    const html = await page.text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const served = await request(electron, `app://quayside${script}`);
    expect(served.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    for (const url of [
      'app://quayside/package.json',
      'app://quayside/../main/main.js',
      'app://unlock/',
      'app://other/',
    ]) {
      expect((await request(electron, url)).status).toBe(404);
    }
    expect((await request(electron, 'app://quayside/', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('gives each load a port of its own and takes the one before away', async () => {
    const electron = await start();
    const { webContents } = await firstWindow(electron);
    const [before] = webContents.ports;
    if (!before) throw new Error('no port');
    before.start();
    const closed = once(before, 'close');
    webContents.reload();
    await closed;
    expect(webContents.ports).toHaveLength(2);
    webContents.load('https://evil.example/');
    expect(webContents.ports).toHaveLength(2);
  });

  it('refuses navigation, windows, permissions and the network', async () => {
    const electron = await start();
    const { webContents } = await firstWindow(electron);
    const wish = preventable({ isMainFrame: true, url: 'file:///etc/passwd' });
    webContents.emit('will-frame-navigate', wish);
    expect(wish.defaultPrevented).toBe(true);
    expect(webContents.openHandler?.({ url: 'https://example.com/a' })).toEqual({ action: 'deny' });
    expect(webContents.openHandler?.({ url: 'smb://server/share' })).toEqual({ action: 'deny' });
    expect(electron.shell.opened).toEqual(['https://example.com/a']);
    const { permissionCheck, request: onRequest } = electron.session.defaultSession;
    expect(permissionCheck?.(null, 'media', 'app://quayside/', {})).toBe(false);
    const cancelled: boolean[] = [];
    onRequest?.({ url: 'https://example.com/' }, ({ cancel }) => cancelled.push(cancel));
    onRequest?.({ url: 'app://quayside/' }, ({ cancel }) => cancelled.push(cancel));
    expect(cancelled).toEqual([true, false]);
  });

  it('opens the system’s browser to sign in by a provider, and takes what comes back to a port of its own', async () => {
    const server = await startHostileOidcServer();
    cleanUp.push(() => server.close());
    const electron = await start();
    const [port] = (await firstWindow(electron)).webContents.ports;
    if (!port) throw new Error('no port');
    const client = clientOver(port);
    const { organizations } = await client.session.firstRun(firstRun);
    const organizationId = organizations[0]?.id ?? '';
    const roles = await client.role.list({ organizationId });
    const { id: provider } = await client.identityProvider.create({
      organizationId,
      name: 'Example login',
      issuer: server.issuer,
      clientId: 'quayside',
      emailDomains: ['example.com'],
      roleId: roles.find(({ name }) => name === 'Member')?.id ?? '',
    });
    const steps = await client.identityProvider.listen({ provider });
    const first = await nextStep(steps, 'waiting');
    await client.identityProvider.openBrowser({ flow: first.flow });
    expect(electron.shell.opened).toEqual([first.url]);
    const { state, code } = server.answerTo(first.url);
    const back = new URL(new URL(first.url).searchParams.get('redirect_uri') ?? '');
    const target = `${back.pathname}?state=${state}&code=${code}`;
    const page = await sendRaw(Number(back.port), [`GET ${target} HTTP/1.1`, `Host: ${back.host}`]);
    expect(page.body).toContain('You can go back to Quayside.');
    const { answer } = await nextStep(steps, 'returned');
    expect(await client.identityProvider.link(answer)).toMatchObject({ email: 'mia@example.com' });
  });

  it('is shown at the place of a deep link by a second start', async () => {
    const electron = await start();
    const { webContents } = await firstWindow(electron);
    electron.app.emit('second-instance', {}, ['quayside', 'quayside://open/o/org_1/service/svc_1']);
    await until(() => webContents.url === 'app://quayside/o/org_1/service/svc_1', 'the place');
    electron.app.emit('second-instance', {}, ['quayside', 'quayside://open/../../etc']);
    expect(webContents.url).toBe('app://quayside/o/org_1/service/svc_1');
  });

  it('closes its store when it quits, and finds everything at the next start', async () => {
    const dataFolder = folder();
    const electron = await start(dataFolder);
    const [port] = (await firstWindow(electron)).webContents.ports;
    if (!port) throw new Error('no port');
    await clientOver(port).session.firstRun(firstRun);
    const second = await start(dataFolder);
    await until(() => second.app.exitCode !== undefined, 'the refusal of a second holder');
    expect(second.dialog.errors.join()).toContain('another Quayside');
    await quit(electron);
    expect(existsSync(join(dataFolder, 'desktop', 'window.json'))).toBe(false);
    const third = await start(dataFolder);
    const [again] = (await firstWindow(third)).webContents.ports;
    if (!again) throw new Error('no port');
    expect((await clientOver(again).session.current()).account?.name).toBe('Olive');
  });
});

describe('without a keychain', () => {
  const noKeychain = (electron: Electron): void => {
    electron.safeStorage.prefix = 'v10';
  };
  const post = (electron: Electron, fields: Record<string, string>) =>
    request(electron, 'app://unlock/', { method: 'POST', body: new URLSearchParams(fields).toString() });
  const unlockWindow = (electron: Electron) =>
    until(
      () => electron.BrowserWindow.all.find(({ webContents }) => webContents.url === 'app://unlock/'),
      'the question',
    );

  it('asks for a passphrase in a page without scripts, and opens the store with it only', async () => {
    const dataFolder = folder();
    const first = await start(dataFolder, noKeychain);
    const asking = await unlockWindow(first);
    expect(asking.options.webPreferences).toMatchObject({ sandbox: true, javascript: false });
    expect(asking.webContents.ports).toEqual([]);
    expect(await (await post(first, { passphrase: 'short', again: 'short' })).text()).toContain(
      'at least 12',
    );
    const passphrase = 'correct horse battery';
    await post(first, { passphrase, again: passphrase });
    await firstWindow(first);
    await quit(first);

    const second = await start(dataFolder, noKeychain);
    await unlockWindow(second);
    await post(second, { passphrase: 'incorrect horse battery' });
    await until(
      async () => (await (await request(second, 'app://unlock/')).text()).includes('not the passphrase'),
      'the second question',
    );
    await post(second, { passphrase });
    await firstWindow(second);
    expect((await request(second, 'app://unlock/')).status).toBe(404);
  });

  it('ends quietly when the question is closed, with the store untouched', async () => {
    const electron = await start(folder(), noKeychain);
    (await unlockWindow(electron)).close();
    await until(() => electron.app.exitCode === 0, 'the end');
    expect(electron.dialog.errors).toEqual([]);
  });
});
