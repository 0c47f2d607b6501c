import { deleteNow, expect, row, test } from './support/test.ts';

const nameField = 'Name';

test('by mouse: create, rename, duplicate and delete, each shown at once', async ({ app }) => {
  await row(app, 'Projects').getByTitle('New project').click();
  await app.getByRole('dialog').getByLabel(nameField, { exact: true }).fill('crm');
  await app.getByRole('button', { name: 'Create project' }).click();
  await expect(app.getByRole('heading', { name: 'crm' })).toBeVisible();
  await expect(row(app, 'crm')).toHaveAttribute('aria-selected', 'true');

  await row(app, 'crm').click({ button: 'right' });
  await app.getByRole('menuitem', { name: 'Rename' }).click();
  await app.getByLabel('Name of crm').fill('customers');
  await app.getByLabel('Name of crm').press('Enter');
  await expect(row(app, 'customers')).toBeVisible();
  await expect(row(app, 'customers')).toBeFocused();

  await row(app, 'customers').click({ button: 'right' });
  await app.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(app.getByRole('dialog').getByLabel(nameField, { exact: true })).toHaveValue('customers copy');
  await app.getByRole('button', { name: 'Duplicate' }).click();
  await expect(row(app, 'customers copy')).toBeVisible();

  await row(app, 'customers copy').click({ button: 'right' });
  await app.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(app.getByLabel('What will be lost')).toContainText('1 environment');
  await app.getByLabel('Type “customers copy” to confirm').fill('customers copy');
  await app.getByRole('button', { name: 'Delete project' }).click();
  await deleteNow(app);
  await expect(app.getByRole('treeitem', { name: 'customers copy' })).toHaveCount(0);
});

test('by keyboard alone: walk, open, create, rename, duplicate, delete', async ({ app }) => {
  await row(app, 'Projects').focus();
  await app.keyboard.press('ArrowDown');
  await expect(row(app, 'blog')).toBeFocused();
  await app.keyboard.type('sh');
  await expect(row(app, 'shop')).toBeFocused();
  await app.keyboard.press('ArrowRight');
  await expect(row(app, 'shop')).toHaveAttribute('aria-expanded', 'true');
  await app.keyboard.press('ArrowRight');
  await expect(row(app, 'production')).toBeFocused();
  await app.keyboard.press('ArrowRight');
  await expect(row(app, 'production')).toHaveAttribute('aria-expanded', 'true');
  await app.keyboard.press('ArrowRight');
  await expect(row(app, 'api')).toBeFocused();
  await app.keyboard.press('Enter');
  await expect(app.getByRole('heading', { name: 'api' })).toBeVisible();

  await row(app, 'api').focus();
  await app.keyboard.press('F2');
  await expect(app.getByLabel('Name of api')).toBeFocused();
  await app.keyboard.type('gateway');
  await app.keyboard.press('Enter');
  await expect(row(app, 'gateway')).toBeFocused();

  await app.keyboard.press('Control+d');
  await expect(app.getByRole('dialog').getByLabel(nameField, { exact: true })).toBeFocused();
  await app.keyboard.press('Enter');
  await expect(row(app, 'gateway copy')).toBeVisible();

  await row(app, 'gateway copy').focus();
  await app.keyboard.press('Delete');
  const typed = app.getByLabel('Type “gateway copy” to confirm');
  await expect(typed).toBeFocused();
  await app.keyboard.type('gateway copy');
  await app.keyboard.press('Enter');
  const leaving = app.getByRole('treeitem', { name: 'gateway copy being deleted' });
  await expect(leaving).toBeFocused();
  await app.keyboard.press('Delete');
  await expect(leaving).toHaveCount(0);

  await row(app, 'shop').focus();
  await app.keyboard.press('Shift+F10');
  const entry = app.getByRole('menuitem', { name: 'New environment' });
  await expect(entry).toBeVisible();
  await app.keyboard.press('Home');
  await expect(entry).toBeFocused();
  // Typed on without a pause, as whoever knows the way does: no letter may be lost on it.
  await Promise.all(['Enter', ...'preview', 'Enter'].map((key) => app.keyboard.press(key)));
  await expect(row(app, 'preview')).toBeVisible();
});

test('Enter alone deletes nothing, and Escape leaves everything as it was', async ({ app }) => {
  await row(app, 'blog').focus();
  await app.keyboard.press('Delete');
  await expect(app.getByLabel('Type “blog” to confirm')).toBeFocused();
  await expect(app.getByRole('button', { name: 'Delete project' })).toHaveAttribute('aria-disabled', 'true');
  await app.keyboard.press('Enter');
  await app.keyboard.press('Escape');
  await expect(app.getByRole('dialog')).toHaveCount(0);
  await expect(row(app, 'blog')).toBeFocused();
});

test('a refused name stays in the field with the reason', async ({ app }) => {
  await row(app, 'blog').focus();
  await app.keyboard.press('F2');
  await expect(app.getByLabel('Name of blog')).toBeFocused();
  await app.keyboard.type('shop');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('alert')).toContainText('shop');
  await expect(app.getByLabel('Name of blog')).toHaveAttribute('aria-invalid', 'true');
  await app.keyboard.press('Escape');
  await expect(row(app, 'blog')).toBeFocused();
});

test('a service is moved by dragging it', async ({ app, host, tree }) => {
  await row(app, 'shop').click();
  await row(app, 'production').click();
  await row(app, 'worker').dragTo(row(app, 'staging'));
  const id = tree.idOf.get('shop/production/worker') ?? '';
  await expect
    .poll(async () => (await host.rest<{ environmentId: string }>('GET', `/services/${id}`)).environmentId)
    .toBe(tree.idOf.get('shop/staging'));
  await row(app, 'staging').click();
  await expect(row(app, 'worker')).toHaveAttribute('aria-setsize', '3');
});

test('a service is moved by cutting and pasting, and by the list of places', async ({ app, host, tree }) => {
  const id = tree.idOf.get('shop/production/search') ?? '';
  const place = async (): Promise<string> =>
    (await host.rest<{ environmentId: string }>('GET', `/services/${id}`)).environmentId;
  await row(app, 'shop').click();
  await row(app, 'production').click();
  await row(app, 'search').focus();
  await app.keyboard.press('Control+x');
  await row(app, 'staging').focus();
  await app.keyboard.press('Control+v');
  await expect.poll(place).toBe(tree.idOf.get('shop/staging'));

  await row(app, 'staging').click();
  // Three in staging, four where it was: the row is drawn again where it is now.
  await expect(row(app, 'search')).toHaveAttribute('aria-setsize', '3');
  await row(app, 'search').click({ button: 'right' });
  await app.getByRole('menuitem', { name: 'Move to…' }).click();
  await app.getByLabel('To environment').selectOption({ label: 'blog / production' });
  await app.getByRole('button', { name: 'Move', exact: true }).click();
  await expect.poll(place).toBe(tree.idOf.get('blog/production'));
});

test('the filter shows what fits and the way to it, and one key takes it away', async ({ app }) => {
  await app.keyboard.press('/');
  await expect(app.getByLabel('Filter the tree')).toBeFocused();
  await app.keyboard.type('shop we');
  await expect(app.getByText('2 found')).toBeVisible();
  await expect(app.getByRole('treeitem', { name: /^web/ })).toHaveCount(2);
  await expect(row(app, 'blog')).toHaveCount(0);
  await app.keyboard.press('ArrowDown');
  await expect(app.locator('[role=treeitem]:focus')).toBeVisible();
  await app.getByLabel('Filter the tree').fill('nothing like this');
  await expect(app.getByText('Nothing fits “nothing like this”')).toBeVisible();
  await app.getByLabel('Filter the tree').press('Escape');
  await expect(row(app, 'blog')).toBeVisible();
});

test('tabs keep what was opened, and go back and forth', async ({ app }) => {
  const tabs = app.getByRole('navigation', { name: 'Open tabs' });
  await row(app, 'blog').dblclick();
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();
  await row(app, 'tools').click();
  await expect(tabs.getByRole('link')).toHaveText(['blog', 'tools']);
  await app.keyboard.press('Alt+ArrowLeft');
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();
  await app.keyboard.press('Alt+ArrowRight');
  await expect(app.getByRole('heading', { name: 'tools' })).toBeVisible();
  await app.keyboard.press('Alt+w');
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();
  await app.keyboard.press('Alt+Shift+t');
  await expect(app.getByRole('heading', { name: 'tools' })).toBeVisible();
});

test('a link to a node is copied, and opens its page', async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await row(app, 'shop').click({ button: 'right' });
  await app.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(app.getByText('The link to shop is copied')).toBeVisible();
  const link = await app.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/o\/\w+\/project\/\w+$/);
  await app.goto(link);
  await expect(app.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
});
