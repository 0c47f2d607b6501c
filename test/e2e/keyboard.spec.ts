import type { Locator, Page } from '@playwright/test';
import { focusNow } from './support/focus.ts';
import { expect, openPalette, test, watchErrors } from './support/test.ts';

const password = 'a few words are enough';

test('a whole working day by keyboard alone: every stop is seen, in the window, and named', async ({
  page,
  emptyHost,
}) => {
  const errors = watchErrors(page);
  const { press, type, isAt, tabTo } = keyboard(page);
  const dialog = page.getByRole('dialog');
  const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

  await test.step('first run', async () => {
    await page.goto(emptyHost.signInUrl);
    await isAt(page.getByLabel('Your name'));
    for (const text of ['Olivia', 'olivia@example.com', 'Acme', password]) {
      await type(text);
      await press('Tab');
    }
    await tabTo(page.getByRole('button', { name: 'Start' }));
    await press('Enter');
    await expect(title('Acme')).toBeVisible();
    await isAt(title('Acme'));
  });

  await test.step('past everything that stands before the page', async () => {
    await page.reload();
    await expect(title('Acme')).toBeVisible();
    await press('Tab');
    await isAt(page.getByRole('link', { name: 'Skip to the page' }));
    await press('Enter');
    await isAt(page.getByRole('main'));
    await press('Tab');
    await isAt(page.getByRole('tab', { name: 'Overview' }));
  });

  await test.step('project, environment, service', async () => {
    await openPalette(page);
    await type('new project');
    await press('Enter');
    await isAt(dialog.getByLabel('Name'));
    await type('shop');
    await press('Enter');
    await expect(title('shop')).toBeVisible();
    await isAt(title('shop'));
    await press('n');
    await isAt(dialog.getByLabel('Name'));
    await type('staging');
    await press('Enter');
    await expect(title('staging')).toBeVisible();
    await press('n');
    await isAt(dialog.getByRole('textbox', { name: 'Image' }));
    await type('nginx:1');
    await tabTo(dialog.getByLabel('Name'));
    await type('web');
    await press('Enter');
    await expect(title('web')).toBeVisible();
    await isAt(title('web'));
  });

  await test.step('configuration and variables', async () => {
    await tabTo(page.getByRole('tab', { name: 'Overview' }));
    await press('ArrowLeft');
    await isAt(page.getByRole('tab', { name: 'Settings' }));
    await tabTo(page.getByLabel('Replicas'));
    await press('Control+a');
    await type('2');
    await tabTo(page.getByRole('button', { name: 'Save', exact: true }));
    await press('Enter');
    await expect(page.getByText('Not saved')).toHaveCount(0);
    await tabTo(page.getByRole('tab', { name: 'Settings' }), 'Shift+Tab');
    for (const room of ['Data', 'Domains', 'Variables']) {
      await press('ArrowLeft');
      await isAt(page.getByRole('tab', { name: room }));
    }
    await tabTo(page.getByRole('button', { name: 'Add a variable' }));
    await press('Enter');
    await tabTo(page.getByRole('textbox', { name: /^Name/ }), 'Shift+Tab');
    await type('GREETING');
    await press('Tab');
    await isAt(page.getByRole('textbox', { name: /^Value of GREETING/ }));
    await type('hello');
    await tabTo(page.getByRole('button', { name: 'Save …' }));
    await press('Enter');
    await tabTo(dialog.getByRole('button', { name: 'Save' }));
    await press('Enter');
    await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
  });

  await test.step('members', async () => {
    await openPalette(page);
    await type('invite');
    await press('Enter');
    await isAt(dialog.getByLabel('E-mail address'));
    await type('bo@example.com');
    await press('Enter');
    await expect(page.getByRole('dialog', { name: 'Invitation for bo@example.com' })).toBeVisible();
    await press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('main :focus')).toHaveCount(1);
  });

  await test.step('shortcuts and tree', async () => {
    const before = page.locator('main :focus');
    await press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await press('Escape');
    await isAt(before);
    await press('/');
    await isAt(page.getByLabel('Filter the tree'));
    await press('ArrowDown');
    const at = (name: RegExp) => page.getByRole('treeitem', { name });
    await isAt(page.locator('[role=treeitem]:focus'));
    await press('Home');
    await type('sho');
    await isAt(at(/^shop/));
    await press('ArrowRight');
    await type('stag');
    await isAt(at(/^staging/));
    await press('Enter');
    await expect(title('staging')).toBeVisible();
    await isAt(at(/^staging/));
  });

  await test.step('out, and in again', async () => {
    await tabTo(page.getByRole('button', { name: 'Profile of Olivia' }), 'Shift+Tab');
    await press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await press('End');
    await isAt(page.getByRole('menuitem', { name: 'Sign out' }));
    await press('Enter');
    await isAt(page.getByLabel('E-mail address'));
    await type('olivia@example.com');
    await press('Tab');
    await isAt(page.getByLabel('Password', { exact: true }));
    await type(password);
    await press('Enter');
    await expect(title('staging')).toBeVisible();
  });
  expect(errors).toEqual([]);
});

interface Keyboard {
  readonly press: (key: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Waits for the keyboard to be at this element, which then has to be seen there. */
  readonly isAt: (target: Locator) => Promise<void>;
  /** Goes on from stop to stop, each of which has to be seen. */
  readonly tabTo: (target: Locator, key?: 'Tab' | 'Shift+Tab') => Promise<void>;
}

const mostStops = 60;

const keyboard = (page: Page): Keyboard => {
  const isSeen = async (): Promise<void> => {
    const { what, ...seen } = await focusNow(page);
    expect(seen, what).toEqual({ isVisible: true, isInWindow: true, isOnTop: true });
  };
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const isAt = async (target: Locator): Promise<void> => {
    await expect(target).toBeFocused();
    await isSeen();
  };
  const tabTo = async (target: Locator, key = 'Tab'): Promise<void> => {
    const stops: string[] = [];
    while (stops.length < mostStops) {
      if (await target.evaluate((element) => element === document.activeElement)) return isSeen();
      await press(key);
      await isSeen();
      stops.push((await focusNow(page)).what);
    }
    throw new Error(`${key} does not come to ${target}: ${stops.join(', ')}`);
  };
  return { press, type: (text) => page.keyboard.type(text), isAt, tabTo };
};
