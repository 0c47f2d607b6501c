import type { Page } from '@playwright/test';
import { withStore } from './support/stores.ts';
import { deleteNow, expect, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

const selected = (page: Page) => page.locator('[role=treeitem][aria-selected=true]');

test('several rows are chosen by keyboard or mouse, and the same is done to each, with what was refused by name', async ({
  app,
  host,
  tree,
}) => {
  const namesIn = async (environment: string): Promise<string[]> =>
    (await host.rest<{ name: string }[]>('GET', `/environments/${tree.idOf.get(environment)}/services`)).map(
      ({ name }) => name,
    );
  const entry = (name: string) => app.getByRole('menuitem', { name });
  await row(app, 'shop').click();
  await row(app, 'production').click();
  await row(app, 'api').focus();
  await app.keyboard.press('Control+a');
  await expect(selected(app)).toHaveCount(4);
  await app.keyboard.press('Escape');
  await expect(selected(app)).toHaveCount(1);
  await expect(row(app, 'production')).toHaveAttribute('aria-selected', 'true');

  await app.keyboard.press('Shift+ArrowDown');
  await app.keyboard.press('Shift+ArrowDown');
  await app.keyboard.press('Shift+ArrowUp');
  await expect(row(app, 'search')).toBeFocused();
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('ArrowDown');
  await expect(row(app, 'worker')).toBeFocused();
  await app.keyboard.press('Control+Space');
  await expect(selected(app)).toHaveText([/^api/, /^search/, /^worker/]);
  await expect(app.getByRole('status').filter({ hasText: '3 chosen' })).toBeAttached();
  expect(await violations(app)).toEqual([]);

  await app.keyboard.press('Shift+F10');
  await expect(entry('Restart 0 of 3')).toHaveAttribute('aria-disabled', 'true');
  await expect(entry('Restart 0 of 3')).toContainText('It is not deployed yet.');
  await entry('Move 3 to').click();
  await app.getByLabel('To environment').selectOption({ label: 'shop / staging' });
  await app.getByRole('button', { name: 'Move', exact: true }).click();
  const refusal = app.getByRole('status', { name: 'Notifications' });
  await expect(refusal).toContainText('2 moved, 1 refused');
  await expect(refusal).toContainText(/api: .*api/);
  await expect.poll(() => namesIn('shop/staging')).toEqual(['api', 'search', 'web', 'worker']);
  await app.keyboard.press('Control+z');
  await expect.poll(() => namesIn('shop/production')).toEqual(['api', 'search', 'web', 'worker']);
  const services = app.getByRole('treeitem').filter({ hasText: /^(?:api|search|web|worker)/ });
  await expect(services, 'all are back in the tree, too').toHaveText([/^api/, /^search/, /^web/, /^worker/]);

  await row(app, 'api').click();
  await row(app, 'web').click({ modifiers: ['Shift'] });
  await expect(selected(app)).toHaveText([/^api/, /^search/, /^web/]);
  await row(app, 'web').click();
  await row(app, 'search').click({ modifiers: ['ControlOrMeta'] });
  await expect(row(app, 'web')).toHaveAttribute('aria-current', 'page');
  await expect(selected(app)).toHaveText([/^search/, /^web/]);
  await row(app, 'search').click({ button: 'right' });
  await entry('Delete 2').click();
  const dialog = app.getByRole('dialog', { name: 'Delete 2 services' });
  await expect(dialog.getByRole('list', { name: 'What is deleted' })).toContainText('search');
  expect(await violations(app)).toEqual([]);
  await app.getByLabel('Type “delete 2” to confirm').fill('delete 2');
  await dialog.getByRole('button', { name: 'Delete 2' }).click();
  await expect(app.getByRole('treeitem', { name: 'being deleted' })).toHaveCount(2);
  await expect(app.getByRole('heading', { level: 1, name: 'Acme' })).toBeVisible();
  await deleteNow(app);
  await expect.poll(() => namesIn('shop/production')).toEqual(['api', 'worker']);
});

test('an environment is deployed by the plans of its services, and each answers for itself', async ({
  page,
}) => {
  await withStore('running-store.ts', [], async (host) => {
    await signIn(page, host);
    await row(page, 'shop').click();
    await page.getByRole('treeitem', { name: /^production/ }).click();
    await page.getByRole('treeitem', { name: /^web/ }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Restart 2…' }).click();
    const restart = page.getByRole('dialog', { name: 'Restart 2 services' });
    await restart.getByRole('button', { name: 'Restart 2' }).click();
    await expect(restart.getByRole('status').filter({ hasText: 'refused' })).toHaveText(
      '0 restarted, 2 refused.',
    );
    await expect(restart.getByText(/harbour cannot be reached/)).toHaveCount(2);
    await restart.getByRole('button', { name: 'Close', exact: true }).last().click();

    await page.getByRole('treeitem', { name: /^production/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Deploy some of its services…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deploy 2 services' });
    await expect(dialog.getByRole('checkbox')).toHaveCount(2);
    await expect(dialog.getByText('looking …')).toHaveCount(0);
    await expect(dialog.getByText(/harbour cannot be reached/)).toHaveCount(2);
    await expect(dialog.getByRole('button', { name: 'Deploy 0' })).toHaveAttribute('aria-disabled', 'true');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Plan… of queue' }).click();
    await expect(page.getByRole('dialog', { name: 'Deploy queue' })).toBeVisible();
    await page.keyboard.press('Escape');

    await page.getByRole('treeitem', { name: /^shop/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Deploy its environments…' }).click();
    const whole = page.getByRole('dialog', { name: 'Deploy in order production' });
    await expect(whole.getByText(/queue: .*harbour cannot be reached/)).toBeVisible();
    await expect(whole.getByRole('button', { name: 'Deploy in order 0' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(await violations(page)).toEqual([]);
    await whole.getByRole('button', { name: 'Plan… of production' }).click();
    await expect(page.getByRole('dialog', { name: 'Deploy production as a whole' })).toBeVisible();
  });
});
