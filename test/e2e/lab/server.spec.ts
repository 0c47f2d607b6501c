import type { Page } from '@playwright/test';
import type { LabServer } from '../../lab/index.ts';
import { inkOf } from '../support/ink.ts';
import { addServer, expect, openNode, openTab, terminalOpen, test } from '../support/lab.ts';
import { openRoom, openWhole, signIn, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(900_000);

const fillAddress = async (page: Page, server: LabServer, port = server.port): Promise<void> => {
  await page.getByLabel('Host', { exact: true }).fill(server.host);
  await page.getByLabel('Port', { exact: true }).fill(String(port));
};

const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();
const trust = (page: Page) => page.getByRole('button', { name: 'Trust and connect' }).click();
const errorOf = (page: Page, label: string) => page.getByLabel(label, { exact: true });

test.describe('adding a server', () => {
  test('tells each failure at the field that cures it, and ends connected', async ({
    page,
    host,
    server,
  }) => {
    const errors = watchErrors(page);
    await signIn(page, host);
    await page.getByRole('button', { name: 'Add server' }).first().click();
    await expect(page.getByLabel('Host', { exact: true })).toBeFocused();
    expect(await violations(page)).toEqual([]);

    await page.getByLabel('Path of the private key').fill('~/.ssh/there-is-none');
    await page.getByLabel('Host', { exact: true }).fill('nowhere.invalid');
    await next(page);
    await expect(errorOf(page, 'Host')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('This name does not resolve')).toBeVisible();

    await fillAddress(page, server, 1);
    await next(page);
    await expect(errorOf(page, 'Port')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('refuses connections on this port')).toBeVisible();

    await fillAddress(page, server);
    await next(page);
    await expect(page.getByText(server.hostKeyFingerprint)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await trust(page);
    await expect(errorOf(page, 'Path of the private key')).toHaveAttribute('aria-invalid', 'true');

    await page.getByRole('radio', { name: /Paste a key/ }).click();
    await page.getByLabel('Private key', { exact: true }).fill('no key at all');
    await next(page);
    await trust(page);
    await expect(errorOf(page, 'Private key')).toHaveAttribute('aria-invalid', 'true');

    await page.getByLabel('Private key', { exact: true }).fill(server.privateKey);
    await page.getByLabel('Name', { exact: true }).fill('web-1');
    await next(page);
    await trust(page);
    await expect(page.getByRole('heading', { level: 1, name: 'web-1' })).toBeVisible();
    await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
    expect(errors).toEqual([]);
  });

  test.describe('by a password', () => {
    test.use({ serverOptions: { passwordLogin: true } });

    test('installs a key of its own and forgets the password', async ({ page, host, server }) => {
      await signIn(page, host);
      await page.getByRole('button', { name: 'Add server' }).first().click();
      await fillAddress(page, server);
      await page.getByRole('radio', { name: /Password/ }).click();
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await next(page);
      await trust(page);
      await expect(page.getByText('refused this user and password')).toBeVisible();
      await page.getByLabel('Password', { exact: true }).fill('quayside-lab');
      await next(page);
      await trust(page);
      await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
      await openTab(page, 'Settings');
      await expect(page.getByRole('region', { name: 'the public key in use' })).toContainText('ssh-ed25519');
    });
  });
});

test('the pages of a server show what is there, set it up, and have no violations', async ({
  page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  await server.docker('run', '-d', '--name', 'mine', await server.loadImage('quayside-lab/app:1'));
  await addServer(host, tree.organizationId, server);
  await signIn(page, host);
  await openNode(page, 'web-1');
  await expect(page.getByRole('img', { name: /^CPU, last five minutes/ })).toBeVisible();
  expect(await violations(page), 'overview').toEqual([]);

  await openRoom(page, 'Checks and set-up', 'Checks');
  await expect(page.getByText('Not in a Swarm')).toBeVisible();
  expect(await violations(page), 'check').toEqual([]);

  await openRoom(page, 'Checks and set-up', 'Set-up');
  await expect(page.getByRole('region', { name: 'the script' })).toContainText('#!/bin/sh');
  expect(await violations(page), 'plan of the set-up').toEqual([]);
  await page.getByLabel('Proxy, which leads domains to services').selectOption('none');
  await page.getByRole('button', { name: 'Run the set-up' }).click();
  await expect(page.getByText('This server is ready for deployments')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByLabel('Log of the set-up').getByText(/Swarm/).first()).toBeVisible();
  await expect(page.getByText('Nothing is left to do')).toBeVisible();
  expect(await violations(page), 'set-up').toEqual([]);

  await openTab(page, 'Workloads');
  await expect(page.getByRole('row', { name: /mine.*Container/ })).toBeVisible();
  expect(await violations(page), 'what runs').toEqual([]);
  await page.getByRole('button', { name: 'Logs of mine' }).click();
  await expect(page.getByText('app 1 listening on 8080')).toBeVisible();
  expect(await violations(page), 'container log').toEqual([]);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Terminal in mine' }).click();
  await terminalOpen(page);
  await page.keyboard.type('echo "version $(wget -q -O - http://127.0.0.1:8080/) answers"\n');
  await expect(page.locator('.xterm-rows')).toContainText('version 1 answers');

  await openTab(page, 'Settings');
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue(server.host);
  expect(await violations(page), 'settings').toEqual([]);
  expect(errors).toEqual([]);
});

test('a terminal survives a reload, keeps its colours, and can be left by keyboard', async ({
  page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  const id = await addServer(host, tree.organizationId, server);
  await signIn(page, host);
  await openWhole(page, `${host.url}/o/${tree.organizationId}/server/${id}/terminal`);
  await terminalOpen(page);
  await page.keyboard.type('printf "\\033[38;2;200;40;40mcrimson\\033[0m\\n"; mark=kept-$((40+2))\n');
  const rows = page.locator('.xterm-rows');
  await expect(rows.getByText('crimson', { exact: true })).toHaveCSS('color', 'rgb(200, 40, 40)');
  await page.reload();
  await expect(rows).toContainText('crimson');
  await terminalOpen(page);
  await page.keyboard.type('echo $mark\n');
  await expect(rows).toContainText('kept-42');
  await page.keyboard.press('Shift+Escape');
  await expect(page.getByRole('button', { name: 'End' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Open a new one' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a changed host key stops everything until somebody compares and types the name', async ({
  page,
  host,
  tree,
  server,
}) => {
  const id = await addServer(host, tree.organizationId, server);
  const offered = await server.replaceHostKey('ecdsa');
  // sessions that were open before are not asked for the key again
  await server.must(['pkill', 'sshd-session']);
  await host.rest('POST', `/servers/${id}/connect`, {}).catch(() => undefined);
  await signIn(page, host);
  await openNode(page, 'web-1');
  await expect(page.getByText('Stopped: its host key changed').first()).toBeVisible({ timeout: 120_000 });
  await openTab(page, 'Settings');
  await page.getByRole('button', { name: 'Compare with the server' }).click();
  await expect(page.getByText(offered)).toBeVisible();
  await page.getByRole('button', { name: 'Trust the new key' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(server.hostKeyFingerprint)).toBeVisible();
  await expect(dialog.getByText(offered)).toBeVisible();
  const confirm = dialog.getByRole('button', { name: 'Trust the new key' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('web-1');
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The server shows the pinned key')).toBeVisible();
  await openTab(page, 'Overview');
  await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
});

test('a log of ten thousand lines a second is followed with lines in every picture, and left where one scrolls to', async ({
  page,
  host,
  tree,
  server,
  browser,
}) => {
  await server.docker('run', '-d', '--name', 'flood', await server.loadImage('quayside-lab/app:chatty'));
  await addServer(host, tree.organizationId, server);
  await signIn(page, host);
  await openNode(page, 'web-1');
  await openTab(page, 'Workloads');
  await page.getByRole('button', { name: 'Logs of flood' }).click();
  const log = page.getByRole('region', { name: /flood/ });
  // its first lines fill no picture
  await expect.poll(() => log.evaluate((box) => box.scrollHeight > 2 * box.clientHeight)).toBe(true);
  // in a window of its own, so that the log's page stays in front
  const counter = await browser.newPage();
  const shares: number[] = [];
  const end = async (): Promise<string> => ((await log.textContent()) ?? '').slice(-80);
  for (let picture = 0, before = ''; picture < 8; picture += 1) {
    await expect.poll(end, 'the log goes on').not.toBe(before);
    before = await end();
    shares.push(await inkOf(counter, await log.screenshot()));
  }
  // Lines of text cover a few percent of their ground; a white picture none.
  expect(Math.min(...shares), shares.join(', ')).toBeGreaterThan(0.01);
  await log.hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('button', { name: /^Paused/ })).toBeVisible();
  const fromEnd = (box: HTMLElement) => box.scrollHeight - box.clientHeight - box.scrollTop;
  expect(await log.evaluate(fromEnd), 'the reader stays where they scrolled to').toBe(400);
  expect(await inkOf(counter, await log.screenshot())).toBeGreaterThan(0.01);
  await counter.close();
});
