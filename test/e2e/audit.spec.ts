import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { verifyExport } from '#shared/model/audit-export.ts';
import type { SmallTree } from './support/seed.ts';
import { expect, test } from './support/test.ts';
import { violations } from './support/violations.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

const openAudit = async (page: Page, { organizationId }: SmallTree): Promise<void> => {
  await page.goto(`${new URL(page.url()).origin}/o/${organizationId}/audit`);
  await expect(page.getByRole('tab', { name: 'Audit', selected: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Audit trail' })).toBeVisible();
};

const rows = (page: Page) =>
  page.getByRole('table', { name: 'Audit trail' }).getByRole('row').filter({ hasNotText: 'When' });

const exportAs = async (page: Page, format: RegExp): Promise<string> => {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ]);
  return textOf(download);
};

test('the trail is searched, filtered and looked into', async ({ app, host, tree }) => {
  const shop = tree.idOf.get('shop') ?? '';
  await host.rest('PATCH', `/projects/${shop}`, { name: 'webshop' });
  await openAudit(app, tree);
  const search = app.getByRole('searchbox', { name: 'Search the audit trail' });
  await search.fill('webshop');
  await expect(rows(app)).toHaveCount(1);
  await rows(app).first().click();
  const detail = app.getByRole('complementary', { name: /^Event \d+/ });
  await expect(detail.getByRole('region', { name: 'What changed' })).toContainText('before: shop');
  await expect(detail.getByRole('region', { name: 'What changed' })).toContainText('after: webshop');
  await search.fill('nothing at all is like this');
  await expect(app.getByText('No event is like that')).toBeVisible();
  await app.getByRole('button', { name: 'Clear all filters' }).click();
  await app.getByRole('combobox', { name: 'Operation' }).selectOption('service.create');
  await expect(rows(app)).toHaveCount(11);
  await app.getByRole('combobox', { name: 'Outcome' }).selectOption('refused');
  await expect(app.getByText('No event is like that')).toBeVisible();
  await app.getByRole('combobox', { name: 'Outcome' }).selectOption('');
  await search.fill('ghost');
  await expect(rows(app)).toHaveCount(1);
  await app.getByRole('button', { name: 'Clear all', exact: true }).click();
  await app.getByRole('combobox', { name: 'Time' }).selectOption('custom');
  await app.getByLabel('To', { exact: true }).fill('2020-01-01T00:00');
  await expect(app.getByText('No event is like that')).toBeVisible();
});

test('a row opens by the keyboard alone, and narrows the list to its node', async ({ app, tree }) => {
  await openAudit(app, tree);
  await app.getByRole('searchbox', { name: 'Search the audit trail' }).fill('blog/production/ghost');
  await expect(rows(app)).toHaveCount(1);
  await app.getByRole('table', { name: 'Audit trail' }).getByRole('rowgroup').last().press('Enter');
  const detail = app.getByRole('complementary', { name: /^Event \d+/ });
  await expect(detail).toContainText('service.create');
  await app.getByRole('searchbox', { name: 'Search the audit trail' }).fill('');
  await detail.getByRole('button', { name: 'Only this service and below' }).press('Enter');
  await expect(app.getByRole('button', { name: 'In Acme/blog/production/ghost' })).toBeVisible();
  await expect(rows(app)).toHaveCount(1);
  await detail.getByRole('button', { name: 'Close the event' }).press('Enter');
  await expect(detail).toHaveCount(0);
});

test('the chain is verified, and what is exported verifies on its own', async ({ app, tree, host }) => {
  await openAudit(app, tree);
  await app.getByRole('button', { name: 'Verify' }).click();
  await expect(app.getByText(/^All \d+ events are as they were written$/)).toBeVisible();
  const jsonl = await exportAs(app, /JSONL/);
  expect(verifyExport(jsonl, sha256)).toMatchObject({ firstBroken: null, isComplete: true });
  await app.getByRole('combobox', { name: 'Operation' }).selectOption('project.create');
  const csv = await exportAs(app, /CSV/);
  expect(csv.split('\r\n').filter((line) => line.includes('"project.create"'))).toHaveLength(3);
  const response = await fetch(
    `${host.url}/api/v1/organizations/${tree.organizationId}/audit/export?format=csv`,
    {
      headers: { authorization: `Bearer ${host.token}` },
    },
  );
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\w.-]+\.csv"$/);
  expect(await response.text()).toContain('"position","at","actorId","actor"');
});

test('old events are archived after typing the name', async ({ app, tree }) => {
  await openAudit(app, tree);
  await app.getByRole('button', { name: 'Export' }).click();
  await app.getByRole('menuitem', { name: 'Archive old events…' }).click();
  const dialog = app.getByRole('dialog', { name: 'Archive old events' });
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('Everything before').fill(day);
  await dialog.getByLabel(/^Type/).fill('Acme');
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await expect(dialog.getByText(/^Events 1 to \d+ are archived$/)).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Archives' })).toContainText('.jsonl');
  await app.keyboard.press('Escape');
  await expect(rows(app)).toHaveCount(1);
  await app.getByRole('button', { name: 'Verify' }).click();
  await expect(app.getByText('The one event is as it was written')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('has no violations, with an event, a verdict and the dialog open', async ({ app, tree, host }) => {
      await host.rest('PATCH', `/projects/${tree.idOf.get('shop')}`, { name: 'webshop' });
      await openAudit(app, tree);
      await app.getByRole('button', { name: 'Verify' }).click();
      await rows(app).first().click();
      await expect(app.getByRole('region', { name: 'What changed' })).toBeVisible();
      await expect(app.getByText(/as they were written/)).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.screenshot({ path: test.info().outputPath(`audit-${colorScheme}.png`) });
      await app.getByRole('button', { name: 'Export' }).click();
      await app.getByRole('menuitem', { name: 'Archive old events…' }).click();
      await expect(app.getByRole('dialog')).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.screenshot({ path: test.info().outputPath(`archive-${colorScheme}.png`) });
    });
  });
}
