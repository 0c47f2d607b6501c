import { makeKeyFile } from '#core/remote/test-support/sshd.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('an SSH key is made, another taken over, offered to servers, rotated and deleted', async ({
  page,
}, testInfo) => {
  const text = makeKeyFile(testInfo.outputPath('mine'), 'ed25519', 'open sesame');
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('ssh-keygen');
    await page.getByRole('option', { name: 'Add an SSH key…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Fleet');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the pair' }).click();
    await expect(dialog.getByText(/^ssh-ed25519 /)).toBeVisible();
    await expect(dialog.getByText('Nothing that you may see uses it yet.')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const table = page.getByRole('table', { name: 'SSH keys' });
    await expect(table.getByRole('row', { name: /^Fleet/ })).toContainText('SHA256:');

    await page.getByRole('button', { name: 'Add SSH key' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('Mine');
    await dialog.getByRole('radio', { name: /Take over a key/ }).click();
    await dialog.getByLabel('Private key').fill(text);
    await dialog.getByRole('button', { name: 'Take it over' }).click();
    await expect(dialog.getByText(/enter its passphrase/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Passphrase of the key').fill('open sesame');
    await dialog.getByRole('button', { name: 'Take it over' }).click();
    await expect(dialog.getByRole('heading', { name: 'Mine' })).toBeVisible();
    await page.keyboard.press('Escape');

    const fleet = table.getByRole('row', { name: /^Fleet/ });
    const before = await fleet.textContent();
    await fleet.getByRole('button', { name: 'Rotate Fleet' }).click();
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await expect(dialog.getByText('Everything uses the new half')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(fleet).not.toHaveText(before ?? '');

    await table.getByRole('button', { name: 'Delete Mine' }).click();
    await dialog.getByRole('button', { name: 'Delete SSH key' }).click();
    await expect(table.getByRole('row', { name: /^Mine/ })).toHaveCount(0);

    await page.getByRole('treeitem', { name: /harbour/ }).click();
    await openRoom(page, 'Settings');
    await page.getByRole('radio', { name: /^SSH key/ }).click();
    await expect(page.getByLabel('SSH key', { exact: true })).toContainText('Fleet (ssh-ed25519)');
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
