import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nativeRedirectUri, startOidcServer } from '../support/oidc-server.ts';
import { expect, test, watchErrors } from './support/test.ts';

interface DesktopHost {
  readonly url: string;
  readonly link: string;
  readonly organizationId: string;
  /** The next address that is opened in the system's browser. */
  opened(): Promise<string>;
  stop(): Promise<void>;
}

const startDesktopHost = async (issuer: string, clientSecret: string): Promise<DesktopHost> => {
  const program = fileURLToPath(new URL('./support/desktop-host.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, issuer, clientSecret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the host has no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, string>;
  const { url = '', link = '', organizationId = '' } = await next();
  return {
    url,
    link,
    organizationId,
    opened: async () => (await next()).opened ?? '',
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

test('a desktop window waits for the browser: link, cancel, sign in by it', async ({ browser }) => {
  const provider = await startOidcServer(
    { sub: 'olivia-1', email: 'olivia@example.com', isVerified: true, name: 'Olivia' },
    [nativeRedirectUri],
  );
  const host = await startDesktopHost(provider.issuer, provider.clientSecret);
  try {
    const [window, systemBrowser] = [await browser.newPage(), await browser.newPage()];
    const errors = watchErrors(window);
    await window.goto(host.link);
    await expect(window.getByRole('button', { name: 'Organization Acme' })).toBeVisible();
    await window.goto(`${host.url}/o/${host.organizationId}/sign-in`);
    await expect(window.getByText('http://127.0.0.1/oidc/callback', { exact: true })).toBeVisible();
    await expect(window.getByText('http://127.0.0.1:*/oidc/callback', { exact: true })).toBeVisible();

    await window.goto(`${host.url}/o/${host.organizationId}/profile`);
    const linkButton = window.getByRole('button', { name: 'Link Example login' });
    const dialog = window.getByRole('dialog', { name: 'Link Example login' });
    await linkButton.click();
    await expect(dialog.getByText('Waiting for your browser…')).toBeVisible();
    const given = await host.opened();
    await dialog.getByRole('button', { name: 'Open the browser again' }).click();
    expect(await host.opened()).toBe(given);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();

    await linkButton.click();
    await systemBrowser.goto(await host.opened());
    await expect(systemBrowser.getByText('You can go back to Quayside.')).toBeVisible();
    await expect(window.getByRole('list', { name: 'Linked identities' })).toContainText('olivia@example.com');
    await expect(dialog).toBeHidden();

    // With a password, the desktop too has a sign-in page.
    await window.getByRole('button', { name: 'Set password…' }).click();
    await window.getByLabel('New password').fill('correct horse battery');
    await window.getByLabel('The same password again').fill('correct horse battery');
    await window.getByRole('button', { name: 'Set password', exact: true }).click();
    await expect(window.getByRole('button', { name: 'Change password…' })).toBeVisible();
    await window.getByRole('button', { name: /^Profile of/ }).click();
    await window.getByRole('menuitem', { name: 'Sign out' }).click();
    await window.getByRole('button', { name: 'Sign in by Example login' }).click();
    await systemBrowser.goto(await host.opened());
    await expect(systemBrowser.getByText('You can go back to Quayside.')).toBeVisible();
    await expect(window.getByRole('button', { name: 'Organization Acme' })).toBeVisible();
    expect(errors).toEqual([]);
  } finally {
    await host.stop();
    await provider.close();
  }
});
