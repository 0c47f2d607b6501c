import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHost } from './support/host.ts';
import { expect, row, signIn, test } from './support/test.ts';

const writeStore = fileURLToPath(new URL('./support/viewer-store.ts', import.meta.url));

test('what a Viewer may not do stays visible but disabled, and names the permission', async ({ page }) => {
  const folder = await mkdtemp(`${tmpdir()}/quayside-e2e-`);
  await promisify(execFile)(process.execPath, [writeStore, folder]);
  const host = await startHost({ dataFolder: folder });
  try {
    await signIn(page, host);
    await page.getByRole('button', { name: /Organization/ }).click();
    await page.getByRole('menuitem', { name: 'Globex' }).click();
    await expect(page.getByRole('heading', { name: 'Globex', level: 1 })).toBeVisible();

    const create = page.getByRole('button', { name: 'New project' });
    await expect(create).toHaveAttribute('aria-disabled', 'true');
    await create.hover();
    await expect(page.getByRole('tooltip')).toContainText('Needs the permission project.create');
    await create.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await row(page, 'site').click({ button: 'right' });
    const remove = page.getByRole('menuitem', { name: 'Delete' });
    await expect(remove).toHaveAttribute('aria-disabled', 'true');
    await expect(remove).toContainText('Needs the permission project.delete');
    await page.keyboard.press('Escape');

    await row(page, 'site').focus();
    await page.keyboard.press('F2');
    await expect(page.getByText('Needs the permission project.update')).toBeVisible();
    await expect(page.getByLabel('Name of site')).toHaveCount(0);
  } finally {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
