import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startHost } from './support/host.ts';
import { expect, openPalette, row, signIn, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

const openBundles = async (page: Page): Promise<void> => {
  await openPalette(page);
  await page.keyboard.type('export and import');
  await page.getByRole('option', { name: /Export and import templates and bundles/ }).click();
};

test('a bundle is sealed for a member, and brought in on another host once its issuer is trusted', async ({
  app,
  browser,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-bundle-'));
  const other = await startHost({ organization: 'Mine' });
  const context = await browser.newContext();
  try {
    const { recipient } = await other.rest<{ recipient: string }>('GET', '/session/keys');
    await openBundles(app);
    await app.getByRole('button', { name: 'Export for a member…' }).focus();
    await app.keyboard.press('Enter');
    const dialog = app.getByRole('dialog', { name: 'Export for a member' });
    await dialog.getByLabel('Member').selectOption({ label: 'Olivia (Owner)' });
    await dialog.getByLabel('Their age recipient').fill(recipient);
    expect(await violations(app)).toEqual([]);
    const download = app.waitForEvent('download');
    await app.keyboard.press('Enter');
    const file = join(folder, (await download).suggestedFilename());
    await (await download).saveAs(file);
    expect(file).toMatch(/acme-.*-1\.qsbundle$/);
    const fingerprint = (await app.getByText(/^SHA256:/).textContent()) ?? '';

    const page = await context.newPage();
    const errors = watchErrors(page);
    await signIn(page, other);
    await openBundles(page);
    await page.getByLabel('Sealed bundle').setInputFiles(file);
    const unknown = page.getByRole('region', { name: 'Unknown issuer' });
    await expect(unknown).toContainText(fingerprint);
    expect(await violations(page)).toEqual([]);
    await unknown.getByLabel('Fingerprint, as they told it').fill(fingerprint);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Bundle 1 of Olivia')).toBeVisible();
    const found = page.getByRole('region', { name: 'What would be brought in' });
    await found.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText('It is here')).toBeVisible();
    await expect(row(page, 'shop')).toBeVisible();

    await page.getByLabel('Sealed bundle').setInputFiles(file);
    await expect(page.getByRole('alert')).toContainText('number 1 was imported already');
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    await other.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
