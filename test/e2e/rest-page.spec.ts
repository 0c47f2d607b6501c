import type { Page } from '@playwright/test';
import { expect, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

const themes = ['light', 'dark'] as const;

/** The page as it is without any script of ours having run before, in one theme. */
const openReference = async (page: Page, url: string, theme: (typeof themes)[number]): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(url);
  await expect(page.getByRole('navigation', { name: 'Operations' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
};

test('somebody finds an operation, reads what it needs, tries it with a key, and is told what would allow it', async ({
  app,
  page,
  context,
  host,
  tree,
}) => {
  const made = await fetch(`${host.url}/api/v1/organizations/acme/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'reader',
      expiresInDays: '1',
      permissions: ['service.read', 'project.read'],
    }),
  });
  const { secret } = (await made.json()) as { secret: string };

  // from the page of the keys, where one makes them
  await app.goto(`${host.url}/o/${tree.organizationId}/api-keys`);
  const opened = context.waitForEvent('page');
  await app.getByRole('link', { name: 'REST interface' }).click();
  const reference = await opened;
  const errors = watchErrors(reference);
  const foreign: string[] = [];
  reference.on('request', (request) => {
    if (!request.url().startsWith(host.url)) foreign.push(request.url());
  });
  expect(new URL(reference.url()).pathname).toBe('/api');
  await expect(reference.getByRole('heading', { name: 'REST interface', level: 1 })).toBeVisible();
  expect(await violations(reference)).toEqual([]);

  // by keyboard alone: search, open the first one found
  await reference.keyboard.press('/');
  await reference.keyboard.type('project.delete DELETE');
  await expect(reference.getByRole('navigation').getByRole('status')).toHaveText('2 operations');
  await reference
    .getByRole('navigation')
    .getByRole('link', { name: /^DELETE/ })
    .focus();
  await reference.keyboard.press('Enter');
  await expect(reference).toHaveURL(/\/api#project\.delete$/);
  const main = reference.getByRole('main');
  await expect(main).toContainText('Needs the permission project.delete');
  await expect(main.getByRole('table', { name: 'Body' })).toContainText('typedName required');
  await expect(main).toContainText('acme/shop');
  expect(await violations(reference)).toEqual([]);

  // a name does where an id is wanted, and the line for a terminal says the same
  await main.getByLabel('projectId').fill('acme/shop');
  await main.getByRole('textbox', { name: 'Body' }).fill('{"typedName": "it’s \'shop\'"}');
  await expect(main.getByRole('region', { name: 'curl' })).toContainText(
    `${host.url}/api/v1/projects/acme%2Fshop'`,
  );
  await expect(main.getByRole('region', { name: 'curl' })).not.toContainText(secret);

  // without a key one is a stranger; with this one, somebody who may not
  await main.getByRole('button', { name: 'Send DELETE' }).click();
  const answer = main.getByRole('region', { name: 'What came back' });
  await expect(answer.getByText(/^Status/)).toHaveText('Status 401');
  await reference.getByLabel('API key to try with').fill(secret);
  await main.getByRole('button', { name: 'Send DELETE' }).click();
  await expect(answer.getByText(/^Status/)).toHaveText('Status 403');
  await expect(answer.getByRole('alert')).toContainText('project.delete is refused.');
  expect(await violations(reference)).toEqual([]);

  // what the key may is answered, and a stream goes on until it is stopped
  await reference.goto(`${host.url}/api#project.get`);
  await main.getByLabel('projectId').fill('acme/shop');
  await main.getByRole('button', { name: 'Send GET' }).click();
  await expect(answer.getByText(/^Status/)).toHaveText('Status 200');
  await expect(answer).toContainText('"name": "shop"');
  expect(errors).toEqual([expect.stringContaining('401'), expect.stringContaining('403')]);
  expect(foreign).toEqual([]);
  expect(page).toBe(app);
});

for (const theme of themes) {
  test(`whoever has not signed in reads all of it, and nothing else (${theme})`, async ({ page, host }) => {
    const errors = watchErrors(page);
    await openReference(page, `${host.url}/api#deployment.create`, theme);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deploy a service as it is configured');
    await expect(page).toHaveTitle('Deploy a service as it is configured · Quayside');
    expect(await violations(page)).toEqual([]);
    await page.goto(`${host.url}/api#no.such`);
    await expect(page.getByRole('note')).toContainText('There is no operation no.such');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.goto(`${host.url}/api#service.configure`);
    await expect(page.getByRole('table', { name: 'Body' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await expect(page.locator('body')).not.toContainText('Olive');
    expect(errors).toEqual([]);
  });
}
