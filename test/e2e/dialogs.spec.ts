import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { cutIn } from './support/cut.ts';
import { sharedNames } from './support/focus.ts';
import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, test, watchErrors } from './support/test.ts';

// 1280 by 800 at 200 %
test.use({ viewport: { width: 640, height: 400 } });

test('every dialog begins at its first field, fits a small window, and gives the keyboard back', async ({
  page,
}) => {
  await withStore('running-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const addresses = new Map<string, string>();
    const known = new Set<string>();
    await page.goto(host.signInUrl);
    for (const path of await oneOfEachKind(host)) {
      await page.goto(`${host.url}${path}`);
      for (const label of await dialogsOffered(page)) {
        // what the organization offers is offered everywhere
        if (known.has(label)) continue;
        if (!path.includes('_', path.indexOf('_') + 1)) known.add(label);
        await test.step(`${path} ${label}`, async () => {
          const from = await somewhere(page);
          await from.focus();
          await openPalette(page);
          await page.keyboard.type(label);
          await page.getByRole('option').filter({ hasText: label }).first().click();
          await isWell(page, label);
          const dialog = new URL(page.url()).searchParams.get('dialog');
          if (dialog) addresses.set(dialog, page.url());
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toHaveCount(0);
          const isLeft = (await from.count()) === 0;
          const holder = isLeft ? page.getByRole('heading', { level: 1 }) : from;
          await expect(holder, `${label} gives the keyboard back`).toBeFocused();
        });
      }
    }
    expect([...addresses.keys()].toSorted()).toEqual(await dialogsWithAddress());
    // opened by nothing on the page
    await page.goto(addresses.get('new-role') ?? '');
    await isAtFirstField(page, 'a dialog by its address');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    expect(errors).toEqual([]);
  });
});

interface Named {
  readonly id: string;
}

/** The addresses of the organization and of one node of each kind. */
const oneOfEachKind = async (host: E2eHost): Promise<string[]> => {
  const first = async (path: string): Promise<string> =>
    (await host.rest<Named[]>('GET', path)).at(-1)?.id ?? '';
  const organizationId = await first('/organizations');
  const projectId = await first(`/organizations/${organizationId}/projects`);
  const environmentId = await first(`/projects/${projectId}/environments`);
  const serviceId = await first(`/environments/${environmentId}/services`);
  const serverId = await first(`/organizations/${organizationId}/servers`);
  const below = [
    `project/${projectId}`,
    `environment/${environmentId}`,
    `server/${serverId}`,
    `service/${serviceId}`,
  ];
  return [`/o/${organizationId}`, ...below.map((path) => `/o/${organizationId}/${path}`)];
};

/** Something of the page that can have the keyboard: a tab that stays when the organization shows another page, or help. */
const somewhere = async (page: Page): Promise<Locator> => {
  const tab = page.getByRole('tab', { selected: true });
  const id = (await tab.count()) > 0 ? await tab.getAttribute('data-tab') : undefined;
  return id ? page.locator(`[role=tab][data-tab="${id}"]`) : page.getByRole('button', { name: 'Help' });
};

/** What the palette offers that asks something first: it ends in three dots. */
const dialogsOffered = async (page: Page): Promise<string[]> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await openPalette(page);
  await page.keyboard.type('…');
  await expect(page.getByRole('option').first()).toBeVisible();
  const texts = await page.getByRole('option').allTextContents();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return [...new Set(texts.map((text) => text.slice(0, text.indexOf('…') + 1)))];
};

/** Every dialog that an entry of a feature gives an address. */
const dialogsWithAddress = async (): Promise<string[]> => {
  const features = fileURLToPath(new URL('../../renderer/features', import.meta.url));
  const found: string[] = [];
  for await (const entry of glob('*/entry.tsx', { cwd: features })) {
    const source = await readFile(`${features}/${entry}`, 'utf8');
    found.push(...[...source.matchAll(/dialog: '([\w-]+)'/g)].map(([, dialog = '']) => dialog));
  }
  return [...new Set(found)].toSorted();
};

const isWell = async (page: Page, label: string): Promise<void> => {
  await isAtFirstField(page, label);
  expect(await sharedNames(page), label).toEqual([]);
  await expect.poll(() => cutIn(page), { message: label }).toEqual([]);
};

const isAtFirstField = async (page: Page, label: string): Promise<void> => {
  await expect(page.getByRole('dialog').last()).toBeVisible();
  await expect(page.getByRole('dialog').locator('.animate-spin')).toHaveCount(0);
  await expect.poll(() => page.evaluate(readFocus), { message: label }).toBe('at the first field');
};

/** Runs in the page, where nothing of this file is known. */
function readFocus(): string {
  const dialog = [...document.querySelectorAll('[role=dialog]')].at(-1);
  const { activeElement } = document;
  if (!dialog?.contains(activeElement)) return 'not in the dialog';
  const usable = (selector: string): Element[] =>
    [...dialog.querySelectorAll(selector)].filter(
      (field) =>
        field.checkVisibility() &&
        !field.matches(':disabled, [aria-hidden=true], [aria-disabled=true], [type=file]'),
    );
  // a choice comes with its answer: what is to be filled comes first
  const [first] = [
    ...usable('input, select, textarea'),
    ...usable('[role=radiogroup], [role=checkbox], [role=switch], [role=tree]'),
  ];
  if (!first || first.contains(activeElement)) return 'at the first field';
  const name = (element: Element | null | undefined): string =>
    `${element?.tagName} ${element?.getAttribute('aria-label') ?? element?.id} ${element?.textContent?.slice(0, 30)}`;
  return `at ${name(activeElement)}, before ${name(first)}`;
}
