import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { withStore } from './support/stores.ts';
import { expect, openPalette, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

const files = {
  'quayside.yaml': 'format: quayside-template\nversion: 1\n',
  'projects/From afar.yaml': 'kind: project\npath: From afar\nfields:\n  description: brought\n',
  'projects/Twin.yaml': 'kind: project\npath: Twin\n',
  'registries/Harbour.yaml':
    'kind: registry\npath: Harbour\nfields:\n  address: harbour.example.com\n  username: robot\n',
};

test('a template is downloaded, and another one is looked at, renamed, skipped, brought in and taken back', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-template-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  try {
    await withStore('server-store.ts', [], async (host) => {
      const errors = watchErrors(page);
      await page.goto(host.signInUrl);
      await expect(page.getByRole('tree')).toBeVisible();
      await openPalette(page);
      await page.keyboard.type('export and import');
      await page.getByRole('option', { name: /Export and import templates/ }).click();

      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download the template' }).click();
      expect(readFileSync(await (await download).path(), 'utf8')).toContain('format: quayside-template');

      await page.getByLabel('Folder of a template').setInputFiles(folder);
      const found = page.getByRole('region', { name: 'What would be brought in' });
      const harbour = found.getByRole('region', { name: 'registries/Harbour' });
      await expect(harbour.getByText(/is in no template/)).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await harbour.getByLabel('password of registries/Harbour').fill('a-secret');
      await found.getByRole('button', { name: 'Look again' }).click();
      await expect(harbour.getByText(/is in no template/)).toBeHidden();
      await found.getByLabel('What becomes of projects/Twin').selectOption('rename');
      await found.getByRole('textbox', { name: 'New name' }).fill('Second twin');
      await page.keyboard.press('Enter');
      const afar = found.getByLabel('What becomes of projects/From afar');
      await afar.selectOption('skip');
      // what is shown is what the host answered
      await expect(afar).toHaveValue('skip');
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      expect(await violations(page)).toEqual([]);
      await found.getByRole('button', { name: 'Import', exact: true }).click();

      await expect(page.getByText('It is here')).toBeVisible();
      const tree = page.getByRole('tree');
      await expect(tree.getByText('Second twin')).toBeVisible();
      await expect(tree.getByText('From afar')).toHaveCount(0);
      await page.getByRole('button', { name: 'Undo the import' }).click();
      await expect(tree.getByText('Second twin')).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Undo the import' })).toHaveCount(0);
      expect(errors).toEqual([]);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
