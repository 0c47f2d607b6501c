import { openTab } from './support/lab.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a compose project is written, read as it is typed, and what asks for root is accepted by itself', async ({
  page,
}) => {
  await withStore('server-store.ts', [], async (host) => {
    const [organization] = await host.rest<{ id: string }[]>('GET', '/organizations');
    await host.rest('POST', `/organizations/${organization?.id}/projects`, { name: 'shop' });
    await signIn(page, host);
    await row(page, 'shop').click();
    await openPalette(page);
    await page.keyboard.type('new service');
    await page
      .getByRole('option', { name: /service/i })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Compose file/ }).click();
    const first = dialog.getByRole('textbox', { name: 'Compose file' });
    await first.evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'docker run -d -p 80:80 --name front nginx');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect(first).toHaveValue(/front:\n {4}image: nginx\n {4}ports:/);
    await first.fill('name: shop\nservices:\n  web:\n    image: nginx\n    prots: []\n');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await openTab(page, 'Settings');
    await page.getByRole('radio', { name: /Git repository/ }).click();
    await expect(page.getByRole('textbox', { name: 'Repository' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Path of its .env' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('radio', { name: /Written here/ }).click();
    await expect(page.getByText('services.web.prots is nothing that Compose knows here')).toBeVisible();
    const text = page.getByLabel('Text of compose.yaml');
    await text.fill('services:\n  web:\n    image: nginx\n    cap_add: [NET_ADMIN]\n');
    await text.fill('services:\n  web:\n    image: nginx # kept\n    cap_add: [NET_ADMIN]\n');
    await page.getByText('Images and variables').click();
    await page.getByLabel('Image of web', { exact: true }).fill('nginx:1.28');
    await page.getByLabel('Name of a new variable of web').fill('LEVEL');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByLabel('LEVEL of web', { exact: true }).fill('high and loud');
    await expect(text).toHaveValue(
      'services:\n  web:\n    environment: {LEVEL: "high and loud"}\n    image: nginx:1.28 # kept\n    cap_add: [NET_ADMIN]\n',
    );
    expect(await violations(page)).toEqual([]);
    const findings = page.getByRole('region', { name: 'Asks for root on the server' });
    await expect(findings).toContainText('services.web.cap_add.0: NET_ADMIN');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await findings.getByRole('button', { name: 'Accept …' }).click();
    await dialog.getByLabel('Reason').fill('It is a router');
    await dialog.getByRole('button', { name: 'Accept' }).click();
    await expect(findings).toContainText('It is a router');
    await page.getByText('The final file').click();
    await expect(page.getByRole('region', { name: 'the final file' })).toContainText('- NET_ADMIN');
    expect(await violations(page)).toEqual([]);
  });
});
