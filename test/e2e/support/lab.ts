import type { Page } from '@playwright/test';
import { whatIsMissing } from '../../lab/host/requirements.ts';
import { type LabServer, type ServerOptions, startServer, type WorkloadImage } from '../../lab/index.ts';
import type { E2eHost } from './host.ts';
import { test as base, expect } from './test.ts';

interface LabFixtures {
  readonly serverOptions: ServerOptions & { readonly load?: readonly WorkloadImage[] };
  /** A real server of its own, gone when the test is over; for the stories in `test/e2e/lab` alone. */
  readonly server: LabServer;
}

/** Tests that need a real server; passed over, with the reason, where the lab cannot run. */
export const test = base.extend<LabFixtures>({
  serverOptions: [{}, { option: true }],
  server: async ({ serverOptions }, use, { project, file }) => {
    if (project.name !== 'lab') throw new Error(`${file} wants a real server: it belongs into test/e2e/lab`);
    const missing = whatIsMissing();
    base.skip(missing !== undefined, missing ?? '');
    const { load = [], ...options } = serverOptions;
    const server = await startServer(options);
    for (const image of load) await server.loadImage(image);
    await use(server);
    await server.stop();
  },
});

/** Adds a lab server through REST, as one who did it before; answers its id. */
export const addServer = async (
  host: E2eHost,
  organizationId: string,
  server: LabServer,
  name = 'web-1',
): Promise<string> => {
  const { id } = await host.rest<{ id: string }>('POST', `/organizations/${organizationId}/servers`, {
    name,
    host: server.host,
    port: server.port,
    user: server.user,
    auth: { type: 'key-file', path: server.privateKeyPath },
    fingerprint: server.hostKeyFingerprint,
  });
  return id;
};

/** Opens a node of the tree that is in sight, whatever its state. */
export const openNode = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('treeitem')
    .filter({ has: page.getByText(name, { exact: true }) })
    .last()
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

/** Opens a tab of the page that is shown. */
export const openTab = async (page: Page, name: string): Promise<void> => {
  const tab = page.getByRole('tab', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
};

/** Waits for the end of the deployment whose page is shown. */
export const outcome = async (page: Page, words: string): Promise<void> => {
  await expect(page.getByRole('list', { name: 'Stages' })).toBeVisible();
  await expect(page.getByRole('tabpanel').getByText(words, { exact: true }).first()).toBeVisible({
    timeout: 240_000,
  });
};

/** Waits until a terminal is open and gets what is typed. */
export const terminalOpen = async (page: Page): Promise<void> => {
  await expect(page.getByText('Open', { exact: true })).toBeVisible();
  await expect(page.locator('.xterm-helper-textarea')).toBeFocused();
};

export { expect };
