import type { Locator, Page } from '@playwright/test';
import { expect, outcome, test } from '../support/lab.ts';
import { openWhole, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(900_000);
test.use({ serverOptions: { load: ['quayside-lab/app:1'] } });

/** Counts what a person has to do, and how long the machine lets them wait. */
const counter = () => {
  const counted = { clicks: 0, decisions: [] as string[], machineMs: 0 };
  return {
    counted,
    decide: (what: string) => void counted.decisions.push(what),
    click: async (target: Locator) => {
      counted.clicks += 1;
      await target.click();
    },
    /** Typing takes a click into the field, unless it has the focus already. */
    type: async (field: Locator, text: string) => {
      const hasFocus = await field.evaluate((element) => element === document.activeElement);
      if (!hasFocus) counted.clicks += 1;
      await field.fill(text);
    },
    wait: async (until: Promise<unknown>) => {
      const since = performance.now();
      await until;
      counted.machineMs += performance.now() - since;
    },
  };
};

const firstRun = async (page: Page, url: string): Promise<void> => {
  await openWhole(page, url);
  await page.getByLabel('Your name').fill('Olivia');
  await page.getByLabel(/mail/i).fill('olivia@example.com');
  await page.getByLabel('Organization').fill('acme');
  await page.getByLabel('Password').fill('a few words are enough');
  await page.keyboard.press('Enter');
  await expect(page.getByText('From nothing to a running service')).toBeVisible();
};

test('from nothing to a running service by three decisions: host, trust, image', async ({
  page,
  emptyHost,
  server,
}) => {
  const errors = watchErrors(page);
  await firstRun(page, emptyHost.signInUrl);
  const { counted, decide, click, type, wait } = counter();
  const dialog = page.getByRole('dialog');

  decide('host');
  await click(page.getByRole('button', { name: 'Add server' }).first());
  await type(page.getByLabel('Host', { exact: true }), server.host);
  // a lab's server is at no usual port, nor is its key at the usual place
  await type(page.getByLabel('Port', { exact: true }), String(server.port));
  await type(page.getByLabel('Path of the private key'), server.privateKeyPath);
  await click(page.getByRole('button', { name: 'Continue' }));

  decide('trust');
  await wait(expect(dialog.getByText(server.hostKeyFingerprint)).toBeVisible());
  await click(dialog.getByRole('button', { name: 'Trust and set up' }));
  await wait(expect(dialog.getByRole('list', { name: 'Steps' })).toBeVisible());
  await dialog.getByText('Show the script that runs on the server').click();
  await expect(
    dialog
      .getByText('#!/bin/sh')
      .or(dialog.getByText(/docker swarm init/))
      .first(),
  ).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('set-up.png') });

  await wait(expect(dialog.getByText('What to deploy?')).toBeVisible({ timeout: 240_000 }));
  decide('image');
  await expect(dialog.getByLabel('Project')).not.toHaveValue('');
  await type(dialog.getByRole('textbox', { name: 'Image' }), 'quayside-lab/app:1');
  await page.screenshot({ path: test.info().outputPath('what.png') });
  expect(await violations(page), 'what to deploy').toEqual([]);
  await click(dialog.getByRole('button', { name: 'Show the plan' }));

  const deploy = dialog.getByRole('button', { name: /^Deploy/ });
  await wait(expect(deploy).toBeEnabled());
  await click(deploy);
  await wait(outcome(page, 'Succeeded'));

  await expect(page.getByRole('note').filter({ hasText: 'It runs' })).toContainText('app');
  console.info(
    `decisions ${counted.decisions.length} (${counted.decisions.join(', ')}), clicks ${counted.clicks}, machine ${Math.round(counted.machineMs / 1_000)} s`,
  );
  expect(counted.decisions).toEqual(['host', 'trust', 'image']);
  expect(counted.clicks).toBeLessThanOrEqual(10);

  await page.getByRole('treeitem', { name: new RegExp(server.host) }).click();
  await page
    .getByRole('tab', { name: /^Checks and set-up|^Set-up/ })
    .first()
    .click();
  await expect(page.getByText(/steps are needed/)).toBeHidden();
  expect(errors).toEqual([]);
});

test('a set-up that fails says why in its dialog, and goes on from there once that is mended', async ({
  page,
  emptyHost,
  server,
}) => {
  const errors = watchErrors(page);
  await server.must([
    'sh',
    '-c',
    'mv "$(command -v docker)" /root/docker && ln -s /bin/false /usr/bin/docker',
  ]);
  await firstRun(page, emptyHost.signInUrl);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add server' }).first().click();
  await page.getByLabel('Host', { exact: true }).fill(server.host);
  await page.getByLabel('Port', { exact: true }).fill(String(server.port));
  await page.getByLabel('Path of the private key').fill(server.privateKeyPath);
  await page.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Trust and set up' }).click();
  const notice = dialog.getByRole('alert').filter({ hasText: 'The set-up did not succeed' });
  await expect(notice).toContainText('The step “Docker” failed: Docker was started and does not answer;');
  await expect(dialog).toContainText('What was done stays');
  expect(await violations(page), 'a set-up that failed').toEqual([]);
  await page.screenshot({ path: test.info().outputPath('failed.png') });

  await server.must(['sh', '-c', 'rm /usr/bin/docker && mv /root/docker /usr/bin/docker']);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText('What to deploy?')).toBeVisible({ timeout: 240_000 });
  expect(errors).toEqual([]);
});
