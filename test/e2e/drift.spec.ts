import { openNode, openTab } from './support/lab.ts';
import { withStore } from './support/stores.ts';
import { expect, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('after a way back the page says that another configuration is saved, and what runs can be adopted', async ({
  page,
}) => {
  await withStore('drifted-store.ts', [], async (host) => {
    await signIn(page, host);
    await row(page, 'shop').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await openNode(page, 'web');
    const notice = page.getByRole('note').filter({ hasText: 'Runs #2; the saved configuration differs' });
    await expect(notice).toContainText('undoes the way back');

    await notice.getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: 'Adopt what runs of web' });
    await expect(dialog.getByRole('row', { name: /^image app:2 app:1$/ })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Copy as command' })).toHaveAttribute(
      'title',
      /^quayside service adopt --service \S+web --number 2 --version \d+$/,
    );
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(notice).toBeVisible();

    await openTab(page, 'Settings');
    const image = page.getByRole('textbox', { name: 'Image' });
    await image.fill('app:3');
    await page.getByRole('button', { name: /^Save and deploy/ }).click();
    const plan = page.getByRole('dialog', { name: 'Deploy web' });
    await expect(plan.getByRole('row', { name: /image.*app:3/ })).toBeVisible();
    await plan.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('Not saved: ')).toBeVisible();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(image).toHaveValue('app:2');

    await openTab(page, 'Overview');
    await notice.getByRole('button').click();
    await dialog.getByRole('button', { name: 'Adopt what runs' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(notice).toHaveCount(0);
    await openTab(page, 'Settings');
    await expect(image).toHaveValue('app:1');

    await openTab(page, 'Terminal');
    await expect(page.getByText('No container of it runs')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await openNode(page, 'shop');
    await openTab(page, 'Deployments');
    const deployments = page.getByRole('table', { name: 'Deployments' });
    await expect(deployments.getByRole('row', { name: /web #2 production app:1 Olivia/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await openNode(page, 'production');
    await openTab(page, 'Activity');
    await deployments.getByRole('row', { name: /web #1 app:1 Olivia/ }).click();
    await expect(page.getByRole('heading', { name: /#1/ })).toBeVisible();
  });
});
