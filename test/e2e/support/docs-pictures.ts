import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { launchChromium } from '#test/support/launch-chromium.ts';
import { type LabServer, startServer } from '../../lab/index.ts';
import { type E2eHost, startHost } from './host.ts';
import { addServer } from './lab.ts';
import { seedSmallTree } from './seed.ts';

/**
 * `node test/e2e/support/docs-pictures.ts [OUT]`: the pictures of README and docs/, of the real thing on a real lab
 * server, in light and dark: first run, tree, server page, deployment with its log, terminal, members, and who may do what.
 */
const [out = 'docs'] = process.argv.slice(2);
const viewport = { width: 1280, height: 800 };

interface Node {
  readonly id: string;
}

interface Subject {
  readonly organizationId: string;
  readonly serverId: string;
  readonly serviceId: string;
}

const untilEnded = async (host: E2eHost, path: string): Promise<void> => {
  for (;;) {
    const { endedAt } = await host.rest<{ endedAt: string | null }>('GET', path);
    if (endedAt !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

const deploy = async (host: E2eHost, serviceId: string, image: string): Promise<void> => {
  await host.rest('PUT', `/services/${serviceId}/spec`, {
    spec: {
      source: { type: 'image', image },
      replicas: 2,
      healthCheck: {
        command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/health'],
        intervalSeconds: 1,
      },
      soakSeconds: 2,
    },
  });
  const { id } = await host.rest<Node>('POST', `/services/${serviceId}/deployments`);
  await untilEnded(host, `/deployments/${id}`);
};

/** A small organization whose `web` runs on a lab server, deployed twice. */
const prepare = async (host: E2eHost, server: LabServer): Promise<Subject> => {
  await seedSmallTree(host);
  const [organization] = await host.rest<Node[]>('GET', '/organizations');
  const organizationId = organization?.id ?? '';
  const serverId = await addServer(host, organizationId, server, 'harbour');
  const setup = await host.rest<Node>('POST', `/servers/${serverId}/setups`, { proxy: 'none' });
  await untilEnded(host, `/servers/${serverId}/setups/${setup.id}`);
  const { id: serviceId } = await host.rest<Node>('GET', '/nodes/resolve?path=Acme/shop/production/web');
  await host.rest('PUT', `/services/${serviceId}/spec`, {
    serverId,
    spec: { source: { type: 'image', image: 'quayside-lab/app:1' } },
  });
  await deploy(host, serviceId, 'quayside-lab/app:1');
  await deploy(host, serviceId, 'quayside-lab/app:2');
  return { organizationId, serverId, serviceId };
};

const picture = async (page: Page, name: string, scheme: string): Promise<void> => {
  await page.screenshot({ path: `${out}/${name}-${scheme}.png` });
};

const takeFirstRun = async (browser: Browser, scheme: 'light' | 'dark'): Promise<void> => {
  const host = await startHost();
  const page = await browser.newPage({ viewport, colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(host.signInUrl);
  await page.getByLabel('Your name').waitFor();
  await picture(page, 'first-run', scheme);
  await page.close();
  await host.stop();
};

const takeAll = async (browser: Browser, host: E2eHost, subject: Subject, scheme: 'light' | 'dark') => {
  const page = await browser.newPage({ viewport, colorScheme: scheme, reducedMotion: 'reduce' });
  const { organizationId, serverId, serviceId } = subject;
  const goTo = async (path: string): Promise<void> => {
    await page.goto(`${host.url}/o/${organizationId}${path}`);
    await page.getByRole('treeitem').first().waitFor();
  };
  await page.goto(host.signInUrl);
  await page.getByRole('treeitem').first().waitFor();
  await goTo(`/service/${serviceId}`);
  await page.getByText('healthy').first().waitFor();
  await picture(page, 'tree', scheme);
  await goTo(`/server/${serverId}`);
  // The charts are worth a look once a few samples are there.
  await page.waitForTimeout(12_000);
  await picture(page, 'server', scheme);
  await goTo(`/service/${serviceId}/deployments`);
  await page.getByRole('row').nth(1).click();
  await page.getByRole('list', { name: 'Stages' }).waitFor();
  await page.getByText('Succeeded').first().waitFor();
  await page.waitForTimeout(1_000);
  await picture(page, 'deployment', scheme);
  await goTo(`/server/${serverId}/terminal`);
  await page.locator('.xterm-helper-textarea').waitFor({ state: 'attached' });
  await page.locator('.xterm').click();
  await page.keyboard.type('docker service ls\n');
  await page.waitForTimeout(2_000);
  await picture(page, 'terminal', scheme);
  await goTo('/help');
  await page.getByRole('figure').screenshot({ path: `${out}/access-${scheme}.png` });
  await goTo('/members');
  await page.getByRole('table', { name: 'Members' }).waitFor();
  await picture(page, 'members', scheme);
  await page.close();
};

await mkdir(out, { recursive: true });
const browser = await launchChromium();
await using server = await startServer();
for (const image of ['quayside-lab/app:1', 'quayside-lab/app:2'] as const) await server.loadImage(image);
const host = await startHost({ organization: 'Acme' });
try {
  const subject = await prepare(host, server);
  for (const scheme of ['light', 'dark'] as const) {
    await takeFirstRun(browser, scheme);
    await takeAll(browser, host, subject, scheme);
  }
} finally {
  await host.stop();
  await browser.close();
}
