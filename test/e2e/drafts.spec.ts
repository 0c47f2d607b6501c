import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { openTab } from './support/lab.ts';
import type { SmallTree } from './support/seed.ts';
import { expect, signIn, test } from './support/test.ts';

const pasted = 'GREETING=hello\nthis line is broken\nAPI_TOKEN=hush-hush-hush';

const variablesOf = (host: E2eHost, tree: SmallTree): string =>
  `${host.url}/o/${tree.organizationId}/service/${tree.idOf.get('shop/production/web')}/variables`;

const envText = (page: Page) => page.getByRole('textbox', { name: 'Text of an env file' });

const pasteBroken = async (page: Page): Promise<void> => {
  await openTab(page, 'As text');
  await envText(page).fill(pasted);
  await expect(page.getByText(/^Line 2:/)).toBeVisible();
};

/** What the disk of this browser holds of drafts, read as text. */
const onDisk = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('quayside.drafts');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains('drafts')) return resolve([]);
          const all = database.transaction('drafts').objectStore('drafts').getAll();
          all.onsuccess = () => {
            database.close();
            const text = (one: unknown) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : one);
            resolve((all.result as object[]).map((row) => JSON.stringify(Object.values(row).map(text))));
          };
        };
      }),
  );

test('pasted env text with a bad line is still there after a look at the table', async ({
  app,
  host,
  tree,
}) => {
  await app.goto(variablesOf(host, tree));
  await pasteBroken(app);
  await app.getByRole('tab', { name: /^Table/ }).click();
  await openTab(app, 'As text');
  await expect(envText(app)).toHaveValue(pasted);
});

test('pasted env text comes back after a reload by Restore, was never in clear on the disk, and Discard ends it', async ({
  app,
  host,
  tree,
}) => {
  await app.goto(variablesOf(host, tree));
  await pasteBroken(app);
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);
  expect((await onDisk(app)).join()).not.toMatch(/hush|GREETING|hello/);

  await app.reload();
  await app.getByRole('button', { name: 'Restore' }).click();
  await openTab(app, 'As text');
  await expect(envText(app)).toHaveValue(pasted);

  await app.reload();
  await app.getByRole('button', { name: 'Discard' }).click();
  await expect(app.getByRole('button', { name: 'Restore' })).toBeHidden();
  await expect.poll(() => onDisk(app)).toEqual([]);
});

test('what two tabs typed into one form is offered one after the other', async ({
  app,
  context,
  host,
  tree,
}) => {
  const other = await context.newPage();
  await signIn(other, host);
  for (const [page, text] of [
    [app, 'ONE=1'],
    [other, 'TWO=2'],
  ] as const) {
    await page.goto(variablesOf(host, tree));
    await openTab(page, 'As text');
    await envText(page).fill(text);
    await expect(page.getByText(/^Not saved/)).toBeVisible();
  }
  await expect.poll(async () => (await onDisk(app)).length).toBe(2);
  await other.close();
  await app.reload();
  const offer = app.getByRole('note').filter({ hasText: 'You left something here' });
  await expect(offer).toBeVisible();
  await offer.getByRole('button', { name: 'Discard' }).click();
  await app.getByRole('button', { name: 'Restore' }).click();
  await openTab(app, 'As text');
  await expect(envText(app)).toHaveValue('ONE=1');
});

test('what is typed in the very moment in which the page is left is there after', async ({
  app,
  host,
  tree,
}) => {
  const page = `${host.url}/o/${tree.organizationId}/tags?dialog=new-tag-set`;
  await app.goto(page);
  const name = app.getByRole('dialog').getByLabel('Name', { exact: true });
  await name.fill('Ring');
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);
  await name.evaluate((field: HTMLInputElement) =>
    addEventListener('pagehide', () => {
      // past React, which keeps a value of its own on the element
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'Ring of trust');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }),
  );
  await app.reload();
  await app.getByRole('button', { name: 'Restore' }).click();
  await expect(name).toHaveValue('Ring of trust');
});

test('who leaves the page before what they typed is on the disk is asked, and can stay', async ({
  app,
  host,
  tree,
}) => {
  await app.goto(`${host.url}/o/${tree.organizationId}/profile`);
  const name = app.getByLabel('Name', { exact: true });
  await name.fill('Oliv');
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);
  await app.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await name.pressSequentially('e');
  await expect(app.getByText(/has no room left to keep/)).toBeVisible();
  const asked = app.waitForEvent('dialog');
  const leaving = app.goto(`${host.url}/o/${tree.organizationId}`).catch(String);
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  expect(await leaving).toContain('ERR_ABORTED');
  await expect(name).toHaveValue('Olive');
});

test('a dialog that was left keeps what was typed, over a reload too', async ({ app, host, tree }) => {
  await app.goto(`${host.url}/o/${tree.organizationId}`);
  const open = () => app.getByRole('button', { name: 'New project' }).first().click();
  const dialog = app.getByRole('dialog');
  await open();
  await dialog.getByLabel('Name', { exact: true }).fill('warehouse');
  await app.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await open();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('warehouse');
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);

  await app.reload();
  await app.goto(`${host.url}/o/${tree.organizationId}`);
  await open();
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('warehouse');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'warehouse' })).toBeVisible();
  await expect.poll(() => onDisk(app)).toEqual([]);
});

test('what was typed about a service that somebody deleted meanwhile can be copied or thrown away', async ({
  app,
  context,
  host,
  tree,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.goto(variablesOf(host, tree));
  await pasteBroken(app);
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);
  await host.rest('DELETE', `/services/${tree.idOf.get('shop/production/web')}`, { typedName: 'web' });
  const note = app.getByRole('note').filter({ hasText: 'that was never saved' });
  await expect(note).toBeVisible();
  await app.reload();
  await note.getByRole('button', { name: 'Copy' }).click();
  await expect(note.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(pasted);
  await note.getByRole('button', { name: 'Discard' }).click();
  await expect(note).toHaveCount(0);
  await expect.poll(() => onDisk(app)).toEqual([]);
});

test('the forms of an API key, of a tag set and of the own profile keep what was typed and chosen', async ({
  app,
  host,
  tree,
}) => {
  const at = `${host.url}/o/${tree.organizationId}`;
  const dialog = app.getByRole('dialog');
  await app.goto(`${at}/api-keys?dialog=new-key`);
  await dialog.getByLabel('Name', { exact: true }).fill('nightly');
  await expect.poll(async () => (await onDisk(app)).length).toBe(1);
  // what is chosen last is on its way to the disk once it is chosen
  await dialog.getByRole('radio', { name: /All that you may/ }).click();
  await app.goto(`${at}/tags?dialog=new-tag-set`);
  await dialog.getByLabel('Name', { exact: true }).fill('Ring');
  await expect.poll(async () => (await onDisk(app)).length).toBe(2);
  await dialog.getByRole('radio', { name: /^One/ }).click();
  await app.goto(`${at}/profile`);
  await app.getByLabel('Name', { exact: true }).fill('Olive');
  await expect.poll(async () => (await onDisk(app)).length).toBe(3);

  await app.reload();
  await app.getByRole('button', { name: 'Restore' }).click();
  await expect(app.getByLabel('Name', { exact: true })).toHaveValue('Olive');
  await app.goto(`${at}/tags?dialog=new-tag-set`);
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Ring');
  await expect(dialog.getByRole('radio', { name: /^One/ })).toBeChecked();
  await app.goto(`${at}/api-keys?dialog=new-key`);
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('nightly');
  await expect(dialog.getByRole('radio', { name: /All that you may/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.getByText('nightly')).toBeVisible();
  await expect.poll(async () => (await onDisk(app)).length).toBe(2);
});

test('a draft survives a lock and a sign-out of the same person', async ({ page, emptyHost }) => {
  const password = 'correct horse battery';
  await page.goto(emptyHost.signInUrl);
  await page.getByLabel('Your name').fill('Olivia');
  await page.getByLabel('Your e-mail address').fill('olivia@example.com');
  await page.getByLabel('Name of your organization').fill('Acme');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acme' })).toBeVisible();
  const organization = page.url();
  const description = page.getByLabel('Description', { exact: true });
  await page.goto(`${organization}/settings`);
  await description.fill('Everything that we run');
  await expect.poll(async () => (await onDisk(page)).length).toBe(1);

  await page.keyboard.press('Control+Shift+L');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('button', { name: 'Profile of Olivia' })).toBeVisible();
  await page.goto(`${organization}/settings`);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(description).toHaveValue('Everything that we run');
  await expect.poll(async () => (await onDisk(page)).length).toBe(1);

  await page.getByRole('button', { name: 'Profile of Olivia' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail address').fill('olivia@example.com');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Profile of Olivia' })).toBeVisible();
  await page.goto(`${organization}/settings`);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(description).toHaveValue('Everything that we run');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => onDisk(page)).toEqual([]);

  await page.goto(`${organization}/profile`);
  await page.getByLabel('E-mail address').fill('olive@example.com');
  await page.getByLabel('Your password', { exact: true }).fill('typed, and in no file');
  await expect.poll(async () => (await onDisk(page)).length).toBe(1);
  await page.reload();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveValue('olive@example.com');
  await expect(page.getByLabel('Your password', { exact: true })).toHaveValue('');
});
