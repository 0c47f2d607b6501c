import { readFileSync } from 'node:fs';
import { openNode } from './support/lab.ts';
import { withStore } from './support/stores.ts';
import { expect, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a service and its environment are taken along as a folder, which is shown before it is downloaded', async ({
  page,
}) => {
  await withStore('drifted-store.ts', [], async (host) => {
    await signIn(page, host);
    await row(page, 'shop').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await openNode(page, 'web');
    for (const name of ['web', 'production']) {
      await openNode(page, name);
      await row(page, name).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Eject…' }).click();
      const dialog = page.getByRole('dialog', { name: `Eject ${name}` });
      await dialog.getByRole('combobox', { name: 'Proxy' }).selectOption('caddy');
      await dialog.getByRole('button', { name: 'Show the folder' }).click();
      await dialog.getByRole('combobox', { name: /files$/ }).selectOption('compose.yaml');
      await expect(dialog.getByRole('region', { name: 'Text of compose.yaml' })).toContainText('app:1');
      expect(await violations(page)).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^[a-z-]+\.tar$/);
      expect(readFileSync(await download.path(), 'latin1')).toContain('docker compose up -d');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
  });
});
