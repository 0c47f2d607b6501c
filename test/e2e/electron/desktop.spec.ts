import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { type Desktop, electronProgram, openDesktop } from './open-desktop.ts';

test.skip(
  !electronProgram(),
  "Electron's binary is not on this machine; `npm start` fetches it where it can",
);

let desktop: Desktop;
test.beforeEach(async () => {
  desktop = await openDesktop();
});
test.afterEach(async () => {
  await desktop.close();
});

test('a page of ours reaches the core, and still does after a reload', async () => {
  const { page } = desktop;
  await expect(page).toHaveTitle(/Quayside/);
  await expect(page.getByRole('textbox').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox').first()).toBeVisible();
});

test('the page has no Node, no Electron and no bridge', async () => {
  const found = await desktop.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'quayside'].filter(
      (name) => name in window,
    ),
  );
  expect(found).toEqual([]);
});

test('the policy stops eval, inline scripts, markup as script and the network', async () => {
  const outcome = await desktop.page.evaluate(async () => {
    const refused = (work: () => unknown): boolean => {
      try {
        work();
        return false;
      } catch {
        return true;
      }
    };
    const inline = document.createElement('script');
    return {
      eval: refused(() => new Function('return 1')()),
      markup: refused(() => {
        document.body.innerHTML = '<img src=x onerror=alert(1)>';
      }),
      inline: refused(() => {
        inline.textContent = 'globalThis.ran = true';
      }),
      network: await fetch('https://example.com/').then(
        () => false,
        () => true,
      ),
    };
  });
  expect(outcome).toEqual({ eval: true, markup: true, inline: true, network: true });
});

test('nothing navigates away and no window opens', async () => {
  const { app, page } = desktop;
  const before = page.url();
  await page.evaluate(() => {
    window.open('file:///etc/passwd');
    location.href = 'file:///etc/passwd';
  });
  await expect(page).toHaveURL(before);
  expect(app.windows()).toHaveLength(1);
});

test('a second start hands over to the first and ends', async () => {
  const { app, args } = desktop;
  const { status } = spawnSync(electronProgram() ?? '', [...args, 'quayside://open/o/org_none'], {
    timeout: 30_000,
  });
  expect(status).toBe(0);
  await expect(desktop.page).toHaveURL(/\/o\/org_none$|\/$/);
  expect(app.windows()).toHaveLength(1);
});
