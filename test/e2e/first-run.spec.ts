import { expect, signIn, test, watchErrors } from './support/test.ts';

test('a new user gets from an empty store to the first organization on one screen', async ({
  page,
  emptyHost,
}) => {
  const errors = watchErrors(page);
  await page.goto(emptyHost.signInUrl);
  await page.getByLabel('Your name').fill('Olivia');
  await page.getByLabel('Your e-mail address').fill('olivia@example.com');
  await page.getByLabel('Name of your organization').fill('Acme');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Start' }).click();

  await expect(page.getByRole('heading', { name: 'Acme' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Add a server' })).toHaveAttribute(
    'aria-current',
    'step',
  );
  await expect(page.getByRole('button', { name: 'Add server' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('the token leaves the address at once', async ({ page, emptyHost }) => {
  await page.goto(emptyHost.signInUrl);
  await expect(page.getByLabel('Your name')).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(page.getByLabel('Your name')).toBeVisible();
});

test('what is wrong is said beside its field', async ({ page, emptyHost }) => {
  await page.goto(emptyHost.signInUrl);
  await page.getByLabel('Your name').fill('x'.repeat(64));
  await page.getByLabel('Your e-mail address').fill('nobody');
  await page.getByLabel('Name of your organization').fill('a/b');
  await page.keyboard.press('Enter');
  await expect(page.getByText('must be at most 63 characters')).toBeVisible();
  await expect(page.getByText('must not hold a slash')).toBeVisible();
  await expect(page.getByText('must be at least 10 characters')).toBeVisible();
  await expect(page.getByLabel('Your e-mail address')).toHaveAttribute('aria-invalid', 'true');
});

test('without a valid token there is a sign-in that takes the link', async ({ page, emptyHost }) => {
  await page.goto(emptyHost.url);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('Sign-in link or token').fill(emptyHost.signInUrl);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Your name')).toBeVisible();
});

test('the next start reopens the place where one was', async ({ page, context, host, tree }) => {
  await signIn(page, host);
  const id = tree.idOf.get('shop/staging') ?? '';
  await page.goto(`${host.url}/o/${tree.organizationId}/environment/${id}/settings`);
  await expect(page.getByLabel('Protected environment')).toBeVisible();
  await expect
    .poll(async () => (await host.rest<{ places: Record<string, string> }>('GET', '/session')).places)
    .toEqual({ [tree.organizationId]: `/o/${tree.organizationId}/environment/${id}/settings` });

  const other = await context.newPage();
  await other.goto(host.signInUrl);
  await expect(other.getByLabel('Protected environment')).toBeVisible();
});

test('a page whose style sheets did not arrive loads them again, and has its form without a reload', async ({
  page,
  host,
}) => {
  const asked: string[] = [];
  await page.route(/\.css$/, (route) => {
    const url = route.request().url();
    const isFirst = !asked.includes(url);
    asked.push(url);
    return isFirst ? route.abort('internetdisconnected') : route.continue();
  });
  await signIn(page, host);
  await expect(page.locator('#page')).toHaveCSS('display', 'flex');
  expect(asked.length).toBeGreaterThan(new Set(asked).size);
});
