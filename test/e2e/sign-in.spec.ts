import type { Page } from '@playwright/test';
import { generateSync } from 'otplib/functional';
import type { E2eHost } from './support/host.ts';
import { expect, test, watchErrors } from './support/test.ts';

const password = 'correct horse battery';
const email = 'olivia@example.com';

/** The one screen of the first run, after which the window is signed in. */
const setUp = async (page: Page, host: E2eHost): Promise<void> => {
  await page.goto(host.signInUrl);
  await page.getByLabel('Your name').fill('Olivia');
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Name of your organization').fill('Acme');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Acme' })).toBeVisible();
};

const typePassword = async (page: Page, typed = password): Promise<void> => {
  // the profile, from where one signs out, has fields of these names too
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const signInAt = async (page: Page, host: E2eHost): Promise<void> => {
  await page.goto(host.url);
  await typePassword(page);
  await expect(page.getByRole('heading', { name: 'Acme' })).toBeVisible();
};

const choose = async (page: Page, entry: string): Promise<void> => {
  await page.getByRole('button', { name: 'Profile of Olivia' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};

const openProfile = async (page: Page): Promise<void> => {
  await choose(page, 'Profile and appearance');
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();
};

const signOut = async (page: Page): Promise<void> => {
  await openProfile(page);
  await choose(page, 'Sign out');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
};

test('a first run with a password, signing out and in again', async ({ page, emptyHost }) => {
  const errors = watchErrors(page);
  await setUp(page, emptyHost);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Acme' })).toBeVisible();

  await signOut(page);
  await page.reload();
  await typePassword(page, 'not my password');
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
  await typePassword(page);
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();

  // The host's own token lets nobody in any more.
  await signOut(page);
  await page.getByText('Use the link that the host printed').click();
  await page.getByLabel('Sign-in link or token').fill(emptyHost.signInUrl);
  await page.getByRole('button', { name: 'Use the link' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(errors.filter((text) => !text.includes('401'))).toEqual([]);
});

test('guessing is slowed down, with the seconds to wait', async ({ page, emptyHost }) => {
  await setUp(page, emptyHost);
  await signOut(page);
  const told = page.getByRole('alert');
  await expect(async () => {
    await page.reload();
    await typePassword(page, 'a guess, one of many');
    await expect(told).toBeVisible();
    expect(await told.textContent()).toContain('Too many failed attempts');
  }).toPass();
  await expect(told).toContainText('Try again now.');
  await typePassword(page);
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();
});

test('a second factor by authenticator, and by recovery code', async ({ page, emptyHost }) => {
  await setUp(page, emptyHost);
  await openProfile(page);
  await page.getByRole('button', { name: 'Set up…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('img', { name: 'QR code for the authenticator' })).toBeVisible();
  const secret = (await dialog.getByTestId('secret').locator('code').textContent()) ?? '';
  const codeNow = (): string => generateSync({ secret });
  await dialog.getByLabel('Code that the app shows').fill(codeNow());
  await page.keyboard.press('Enter');
  const listed = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allTextContents();
  await dialog.getByRole('button', { name: 'I kept them' }).click();
  await expect(page.getByText('10 recovery codes are left')).toBeVisible();

  await choose(page, 'Sign out');
  await typePassword(page);
  // The code that turned it on was used; the next one is early, and still good.
  const next = generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 });
  await page.getByLabel('Code of your authenticator').fill(next);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();

  await choose(page, 'Sign out');
  await typePassword(page);
  await page.getByLabel('Code of your authenticator').fill(next);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('used already');
  await page.getByLabel('Code of your authenticator').fill(codes[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByText('9 recovery codes are left')).toBeVisible();
});

test('a session that is ended elsewhere falls to the sign-in page at once', async ({
  page,
  browser,
  emptyHost,
}) => {
  await setUp(page, emptyHost);
  const context = await browser.newContext();
  const other = await context.newPage();
  await signInAt(other, emptyHost);
  await choose(other, 'Sessions');
  const sessions = other.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.filter({ hasText: 'This window' })).toHaveCount(1);
  await sessions.getByRole('button', { name: /^End / }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(sessions).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await context.close();
});

test('a window locks by shortcut and by itself, and opens where one was', async ({ page, emptyHost }) => {
  await page.clock.install();
  await setUp(page, emptyHost);
  await openProfile(page);
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await expect(page.getByText('Acme')).toHaveCount(0);
  await page.reload();
  await page.getByLabel('Password', { exact: true }).fill('not my password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();

  await page.getByLabel('Lock without input').selectOption({ label: 'After 5 minutes' });
  await expect(page.getByLabel('Lock without input')).toHaveValue('5');
  // A minute is left for what the clock goes on by itself meanwhile.
  await page.clock.fastForward('04:00');
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();
  // again where the page had not begun to count when the clock first went on
  await expect(async () => {
    await page.clock.fastForward('01:05');
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible({ timeout: 5_000 });
  }).toPass();
});

test('whoever stays signed in still is in another tab', async ({ page, context, emptyHost }) => {
  await setUp(page, emptyHost);
  await signOut(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Stay signed in on this computer').click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();
  const tab = await context.newPage();
  await tab.goto(emptyHost.url);
  await expect(tab.getByRole('button', { name: 'Profile of Olivia' })).toBeVisible();
});

test('R16: who signs out right after opening a page comes back to it, in another browser too', async ({
  page,
  browser,
  emptyHost,
}) => {
  await setUp(page, emptyHost);
  await signOut(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(emptyHost.url);
  await typePassword(other);
  await expect(other.getByRole('heading', { name: 'Two-factor sign-in' })).toBeVisible();
  await context.close();
});

/** Adds somebody with a first password, as whoever is signed in on a page. */
const addColleague = async (page: Page, { url }: E2eHost, name: string, role: string): Promise<void> => {
  const token = (await page.evaluate(() => sessionStorage.getItem('quayside.token'))) ?? '';
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/api/v1/organizations${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const [acme] = await call<{ id: string }[]>('');
  const roles = await call<{ id: string; name: string }[]>(`/${acme?.id}/roles`);
  const roleId = roles.find((each) => each.name === role)?.id;
  const mail = `${name.toLowerCase()}@example.com`;
  await call(`/${acme?.id}/members`, { name, email: mail, password: `first of ${name}`, roleId });
};

const openMember = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: /^Organization/ }).click();
  await page.getByRole('menuitem', { name: 'People' }).click();
  await page.getByRole('row', { name: new RegExp(name) }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
};

test('what one person began to change is not there for the next one at the same window', async ({
  page,
  emptyHost,
}) => {
  await setUp(page, emptyHost);
  await addColleague(page, emptyHost, 'Ada', 'Admin');
  await addColleague(page, emptyHost, 'Mia', 'Member');
  await openMember(page, 'Mia');
  await page.getByLabel('Role in this organization').selectOption({ label: 'Viewer' });
  await expect(page.getByText('1 unsaved change', { exact: true })).toBeVisible();
  await signOut(page);

  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('first of Ada');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Password that you were given').fill('first of Ada');
  await page.getByLabel('New password').fill('a password of Ada');
  await page.getByLabel('The same password again').fill('a password of Ada');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('button', { name: 'Profile of Ada' })).toBeVisible();
  await openMember(page, 'Mia');
  await expect(page.getByLabel('Role in this organization').locator('option:checked')).toHaveText('Member');
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
});
