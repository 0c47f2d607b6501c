import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { E2eHost } from './support/host.ts';
import { expect, openPalette, row, test } from './support/test.ts';

const cli = fileURLToPath(new URL('../../electron/cli/quayside.ts', import.meta.url));

/** Runs a line in a shell in which `quayside` is the command line of this repository. */
const run = (line: string, { url, token }: E2eHost) =>
  promisify(execFile)('sh', ['-c', `quayside() { "$NODE" "$CLI" "$@"; }; ${line}`], {
    env: { ...process.env, NODE: process.execPath, CLI: cli, QUAYSIDE_URL: url, QUAYSIDE_TOKEN: token },
  });

test('goes to, acts and creates by some letters', async ({ app }) => {
  await openPalette(app);
  await app.keyboard.type('shop prod web');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('heading', { name: 'web' })).toBeVisible();
  await expect(row(app, 'web')).toHaveAttribute('aria-selected', 'true');

  await openPalette(app);
  await app.keyboard.type('new project');
  // Typed on without a pause, as whoever knows the way does: no letter may be lost on it.
  await Promise.all(['Enter', 'c', 'r', 'm', 'Enter'].map((key) => app.keyboard.press(key)));
  await expect(app.getByRole('heading', { name: 'crm' })).toBeVisible();

  await openPalette(app);
  await app.keyboard.type('theme dark');
  await app.keyboard.press('Enter');
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('finds creating by the words people use, from anywhere, and asks where', async ({ app }) => {
  await app.keyboard.press('Escape');
  for (const [typed, title] of [
    ['create project', 'New project'],
    ['add server', 'Add a server'],
  ] as const) {
    await openPalette(app);
    await app.keyboard.type(typed);
    await app.keyboard.press('Enter');
    await expect(app.getByRole('dialog')).toContainText(title);
    await app.keyboard.press('Escape');
    await expect(app.getByRole('dialog')).toHaveCount(0);
  }
  await openPalette(app);
  await app.keyboard.type('new service');
  await app.keyboard.press('Enter');
  const dialog = app.getByRole('dialog');
  await dialog.getByLabel('In which environment').selectOption({ label: 'shop / staging' });
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog).toContainText('What to deploy?');
});

test('finds what people mean, in any order of the words and from anywhere', async ({ app }) => {
  for (const [typed, first] of [
    ['invite', 'Invite somebody…'],
    ['add server', 'New server…'],
    ['new team', 'New team…'],
    ['create role', 'New role…'],
    ['api key new', 'New API key…'],
    ['logs web', /Show logs.*web · shop \/ (production|staging)/],
    ['staging web logs', 'Show logsweb · shop / staging'],
    ['rollback api', /Show deployments.*api/],
    ['ghost variable', 'Show variablesghost · blog / production'],
    ['scale worker', 'Scale…worker · shop / production'],
    ['stop web', /Stop….*web · shop/],
    ['sign-in', 'Sign-in by providers'],
    ['sign', /^(Sessions|Sign-in)/],
  ] as const) {
    await openPalette(app);
    await app.keyboard.type(typed);
    await expect(app.getByRole('option').first(), typed).toHaveText(first);
    await app.keyboard.press('Escape');
  }
  await openPalette(app);
  await app.keyboard.type('invite');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('dialog', { name: /Invite/ })).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(app.getByRole('dialog')).toHaveCount(0);
  await openPalette(app);
  await app.keyboard.type('out sign');
  await expect(app.getByRole('option').first()).toContainText('Sign out');
});

test('a dialog is copied as a command, which does in a terminal what the dialog would', async ({
  app,
  host,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async (): Promise<string> => {
    await app.getByRole('dialog').getByRole('button', { name: 'Copy as command' }).click();
    await expect(app.getByRole('dialog').getByRole('button', { name: 'Copied' })).toBeVisible();
    return app.evaluate(() => navigator.clipboard.readText());
  };
  await openPalette(app);
  await app.keyboard.type('new project');
  await app.keyboard.press('Enter');
  await app.getByRole('dialog').getByLabel('Name').fill("Ada's shop");
  const create = await copied();
  expect(create).toBe(`quayside project create --organization Acme --name 'Ada'\\''s shop' --description ''`);
  await app.keyboard.press('Escape');
  await run(create, host);
  await expect(row(app, "Ada's shop")).toBeVisible();

  await row(app, "Ada's shop").focus();
  await app.keyboard.press('Delete');
  const remove = await copied();
  expect(remove).toContain(`--project 'Acme/Ada'\\''s shop'`);
  await app.keyboard.press('Escape');
  await run(remove, host);
  await expect(row(app, "Ada's shop")).toHaveCount(0);
});

test('Enter on what cannot be done says why', async ({ app }) => {
  await openPalette(app);
  await app.keyboard.type('lock now');
  await expect(app.getByRole('option').first()).toContainText('Set a password first');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('alert')).toHaveText('Lock now: Set a password first, on your profile.');
  await app.keyboard.press('Backspace');
  await expect(app.getByRole('alert')).toHaveCount(0);
});

test('with nothing typed, Enter never locks, ends or deletes', async ({ app }) => {
  await openPalette(app);
  const first = app.getByRole('option').first();
  await expect(first).not.toContainText(/Lock|Sign out|Delete/);
  await expect(first).toHaveAttribute('aria-selected', 'true');
});

test('shows what was visited last first', async ({ app }) => {
  await row(app, 'tools').click();
  await expect(app.getByRole('heading', { name: 'tools' })).toBeVisible();
  await row(app, 'blog').click();
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();
  await openPalette(app);
  const options = app.getByRole('option');
  await expect(options.nth(0)).toContainText('blog');
  await expect(options.nth(1)).toContainText('tools');
});

test('the sheet of shortcuts opens by its key and gives the keyboard back', async ({ app }) => {
  await row(app, 'blog').focus();
  await app.keyboard.press('?');
  await expect(app.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(row(app, 'blog')).toBeFocused();
});

test('one key acts on what is shown, and gets another where somebody wants it', async ({
  app,
  tree,
  host,
}) => {
  const web = `${host.url}/o/${tree.organizationId}/service/${tree.idOf.get('shop/production/web')}`;
  await app.goto(web);
  await expect(app.getByRole('heading', { name: 'web' })).toBeVisible();
  await app.keyboard.press('l');
  await expect(app.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');

  await app.keyboard.press('?');
  const sheet = app.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const change = sheet.getByRole('button', { name: 'Change the keys of Show logs' });
  await change.click();
  await app.keyboard.press('d');
  await expect(sheet.getByText('Deploy has these keys')).toBeVisible();
  await app.keyboard.press('g');
  await expect(sheet.getByText('G', { exact: true })).toBeVisible();
  await app.keyboard.press('Escape');

  await app.goto(web);
  await expect(app.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true');
  await app.keyboard.press('g');
  await expect(app.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true');
  await app.goto(`${host.url}/o/${tree.organizationId}/project/${tree.idOf.get('shop')}`);
  await expect(app.getByRole('heading', { name: 'shop' })).toBeVisible();
  for (const [open, role] of [
    [() => app.keyboard.press('?'), 'dialog'],
    [() => app.getByRole('button', { name: 'More for shop' }).click(), 'menu'],
  ] as const) {
    await open();
    await expect(app.getByRole(role)).toBeVisible();
    await app.keyboard.press('n');
    const beneath = app.getByRole('dialog', { name: 'New environment' });
    await expect(beneath, `a letter reaches nothing below a ${role}`).toHaveCount(0);
    await app.keyboard.press('Escape');
    await expect(app.getByRole(role)).toHaveCount(0);
  }
  await app.keyboard.press('n');
  await expect(app.getByRole('dialog')).toContainText('New environment');
});
