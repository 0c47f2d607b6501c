import { once } from 'node:events';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { whatIsMissing } from '../../lab/host/requirements.ts';
import { type Shop, startShop } from '../../lab/index.ts';
import { openNode, openTab } from '../support/lab.ts';
import { test as base, expect, openRoom, openWhole, watchErrors } from '../support/test.ts';

const test = base.extend<{ readonly shop: Shop }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  shop: async ({}, use) => {
    const missing = whatIsMissing();
    base.skip(missing !== undefined, missing ?? '');
    const shop = await startShop();
    await use(shop);
    await shop.stop();
  },
});
test.setTimeout(900_000);

const shown = 'shop.example.com';

/** Opens a service of an environment from the environment's own page. */
const openService = async (page: Page, environment: string, name: string): Promise<void> => {
  await openNode(page, environment);
  await openRoom(page, 'Services', 'Services');
  await page.getByRole('row', { name: new RegExp(`^${name}\\b`) }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

const addServer = async (page: Page, { server }: Shop): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add server' }).first().click();
  await dialog.getByLabel('Host', { exact: true }).fill(server.host);
  await dialog.getByLabel('Port', { exact: true }).fill(String(server.port));
  await dialog.getByLabel('Name', { exact: true }).fill('srv1');
  await dialog.getByLabel('Path of the private key').fill(server.privateKeyPath);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText(server.hostKeyFingerprint)).toBeVisible();
  await dialog.getByRole('button', { name: 'Trust and set up' }).click();
  await expect(dialog.getByText('What to deploy?')).toBeVisible();
};

const installProxy = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await openNode(page, 'srv1');
  await openRoom(page, 'Proxy');
  await page.getByRole('button', { name: 'Install a proxy' }).click();
  await dialog.getByRole('radio', { name: /Caddy/ }).click();
  await dialog.getByRole('button', { name: 'Install' }).click();
  await expect(page.getByRole('region', { name: 'Caddy' })).toContainText('Running');
};

/** Fills in a database, in a dialog that asks what to deploy. */
const nameDatabase = async (page: Page, engine: string, version: string, name: string): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'What to deploy?' });
  await dialog.getByRole('radio', { name: /^Database/ }).click();
  await dialog.getByRole('radio', { name: new RegExp(`^${engine}`) }).click();
  await dialog.getByLabel('Version').fill(version);
  await dialog.getByLabel('Name', { exact: true }).fill(name);
};

const newService = async (page: Page): Promise<void> => {
  await openNode(page, 'production');
  await page.getByRole('button', { name: 'New service' }).first().click();
};

interface Built {
  readonly name: string;
  readonly directory: string;
  readonly dockerfile: string;
  readonly health?: string;
  readonly after: readonly string[];
}

/** Makes a service of the repository, says how it is built and checked, and what it starts after. */
const addBuilt = async (page: Page, repositoryUrl: string, built: Built): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await newService(page);
  await dialog.getByRole('radio', { name: /^Git repository/ }).click();
  await dialog.getByLabel('Repository').fill(repositoryUrl);
  await dialog.getByLabel('Name', { exact: true }).fill(built.name);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name: built.name })).toBeVisible();
  await openTab(page, 'Settings');
  await page.getByLabel('Sub-directory').fill(built.directory);
  await page.getByLabel('Dockerfile', { exact: true }).last().fill(built.dockerfile);
  if (built.health) {
    await page.getByRole('checkbox', { name: /Check the health/ }).click();
    await page.getByLabel(/^Command run in/).fill(built.health);
    await page.getByLabel('Every (s)').fill('1');
  }
  await page.getByLabel(/Soak/).fill('1');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
  for (const name of built.after) {
    const before = page.getByRole('region', { name: 'Starts after' }).getByRole('checkbox', { name });
    await before.click();
    await expect(before).toBeChecked();
  }
};

/** Adds variables below those of the page that is shown, as text. */
const addVariables = async (page: Page, text: string): Promise<void> => {
  await openTab(page, 'Variables');
  await openTab(page, 'As text');
  const field = page.getByRole('textbox', { name: 'Text of an env file' });
  await field.fill((await field.inputValue()) + text);
  await page.getByRole('button', { name: 'Save …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Services below take them with their next deployment')).toBeVisible();
};

const addDomain = async (page: Page, host: string, path: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await openRoom(page, 'Domains');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await dialog.getByLabel('Host').fill(host);
  await dialog.getByLabel('Path', { exact: true }).fill(path);
  await dialog.getByLabel('Port of the container').fill('8080');
  await dialog.getByLabel('HTTPS', { exact: true }).selectOption('internal');
  await dialog.getByRole('button', { name: 'Add domain' }).click();
  await expect(page.getByRole('table', { name: 'Domains' })).toContainText(host);
};

interface Whole {
  readonly environment: string;
  readonly number: number;
  /** How many services it deploys. */
  readonly count: number;
  readonly onFailure?: string;
  readonly ends: string;
}

/** Deploys an environment as a whole, and waits for its end. */
const deployWhole = async (page: Page, whole: Whole): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await openNode(page, whole.environment);
  await openRoom(page, 'Services', 'As a whole');
  await page.getByRole('button', { name: 'Deploy its services…' }).first().click();
  await expect(dialog.getByRole('list', { name: 'Levels' })).toBeVisible();
  if (whole.onFailure) await dialog.getByRole('radio', { name: whole.onFailure }).click();
  await dialog.getByRole('button', { name: `Deploy ${whole.count}`, exact: true }).click();
  await ended(page, whole);
};

const ended = (page: Page, { number, ends }: Pick<Whole, 'number' | 'ends'>): Promise<void> =>
  expect(page.getByRole('heading', { name: `#${number}: ${ends}`, exact: true })).toBeVisible({
    timeout: 240_000,
  });

/** Asks until an address answers so. */
const answers = (shop: Shop, host: string, path: string) =>
  expect.poll(() => shop.ask(host, path).catch(String));

/** What a server of PostgreSQL says at a port of this machine to the question for TLS: one letter. */
const answerOfPostgres = async (port: number): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
};

/** The orders of a database, read in its container by the user of a tunnel. */
const ordersBy = async ({ server }: Shop, serviceId: string, tunnel: URL): Promise<string> => {
  const { username, password, pathname } = tunnel;
  const ids = await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`);
  const url = `postgresql://${username}:${password}@$HOSTNAME:5432${pathname}`;
  const ask = `psql "${url}" -Atc 'SELECT what, state FROM orders'`;
  return server.docker('exec', ids.split('\n')[0] ?? '', 'sh', '-c', ask);
};

test('a shop goes from git to two environments, is updated, fails, goes back, and is looked into', async ({
  page,
  host,
  shop,
}) => {
  const errors = watchErrors(page);
  const dialog = page.getByRole('dialog');

  await test.step('a server is added, with a proxy and the first database', async () => {
    await openWhole(page, host.signInUrl);
    await addServer(page, shop);
    await dialog.getByLabel('Project').fill('shop');
    await nameDatabase(page, 'PostgreSQL', '17', 'database');
    await dialog.getByRole('button', { name: 'Show the plan' }).click();
    await expect(dialog.getByText('Nothing is done yet')).toBeVisible();
    await page.keyboard.press('Escape');
    await installProxy(page);
  });

  await test.step('four services stand beside it, each after those that it needs', async () => {
    await newService(page);
    await nameDatabase(page, 'Redis', '8.0', 'cache');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'cache' })).toBeVisible();
    const check = (path: string) => `/bin/busybox wget -q -O /dev/null http://127.0.0.1:8080${path}`;
    const { repositoryUrl } = shop;
    await addBuilt(page, repositoryUrl, {
      ...{ name: 'api', directory: 'api', dockerfile: 'Dockerfile' },
      ...{ health: check('/cgi-bin/health'), after: ['database', 'cache'] },
    });
    await addBuilt(page, repositoryUrl, {
      ...{ name: 'worker', directory: '', dockerfile: 'worker/Dockerfile', after: ['api'] },
    });
    await addBuilt(page, repositoryUrl, {
      ...{ name: 'web', directory: 'web', dockerfile: 'Dockerfile', health: check('/'), after: ['api'] },
    });
  });

  await test.step('they get variables of their project and of their environment', async () => {
    await openNode(page, 'shop');
    await addVariables(page, 'GREETING=Welcome');
    await openNode(page, 'production');
    const of = (name: string, reference: string) => `${name}=\${{service.${reference}}}`;
    const ofCache = ['host', 'user', 'password'].map((fact) =>
      of(`CACHE_${fact.toUpperCase()}`, `cache.${fact}`),
    );
    await addVariables(page, [of('DATABASE_URL', 'database.url'), ...ofCache].join('\n'));
  });

  await test.step('all of it is deployed in order, and answers over TLS', async () => {
    await openService(page, 'production', 'web');
    await addDomain(page, shown, '/');
    await openService(page, 'production', 'api');
    await addDomain(page, shown, '/cgi-bin');
    await deployWhole(page, { environment: 'production', number: 1, count: 5, ends: 'Succeeded' });
    await answers(shop, shown, '/').toContain('<h1>The shop</h1>');
    await answers(shop, shown, '/cgi-bin/version').toBe('200 1 Welcome');
    expect(await shop.ask(shown, '/cgi-bin/orders', 'tea')).toBe('200 1');
    await answers(shop, shown, '/cgi-bin/orders').toBe('200 1|tea|packed');
  });

  await test.step('a second environment has variables, data and a domain of its own', async () => {
    await openNode(page, 'production');
    await page.getByRole('treeitem', { selected: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('staging');
    await dialog.getByRole('button', { name: 'Duplicate' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'staging' })).toBeVisible();
    await addVariables(page, 'GREETING=Try me');
    await openService(page, 'staging', 'web');
    await addDomain(page, 'staging.example.com', '/');
    await openService(page, 'staging', 'api');
    await addDomain(page, 'staging.example.com', '/cgi-bin');
    await deployWhole(page, { environment: 'staging', number: 1, count: 5, ends: 'Succeeded' });
    await answers(shop, 'staging.example.com', '/cgi-bin/version').toBe('200 1 Try me');
    await answers(shop, 'staging.example.com', '/cgi-bin/orders').toBe('200 ');
  });

  const whileVisited = (work: () => Promise<unknown>) => shop.whileVisited(shown, '/cgi-bin/version', work);

  await test.step('an update turns nobody away', async () => {
    await shop.push('api/cgi-bin/version', (text) => text.replace('1 %s', '2 %s'));
    await shop.push('web/index.html', (text) => text.replace('<h1>The shop</h1>', '<h1>The new shop</h1>'));
    const update = { environment: 'production', number: 2, count: 3, ends: 'Succeeded' };
    expect(await whileVisited(() => deployWhole(page, update))).toEqual(['200 1 Welcome', '200 2 Welcome']);
    expect(await shop.ask(shown, '/')).toContain('<h1>The new shop</h1>');
  });

  await test.step('an update that fails goes no further than the service that failed, and was never seen', async () => {
    await shop.push('api/start', (text) => text.replace('CREATE TABLE', 'SELECT nothing; CREATE TABLE'));
    const failure = { environment: 'production', number: 3, count: 3, onFailure: 'Roll all back' };
    expect(await whileVisited(() => deployWhole(page, { ...failure, ends: 'Failed' }))).toEqual([
      '200 2 Welcome',
    ]);
  });

  await test.step('the update goes back as one, the front end before what it stands on', async () => {
    await page
      .getByRole('table', { name: 'Deployments as a whole' })
      .getByText('#2', { exact: true })
      .click();
    await page.getByRole('button', { name: 'Roll back as one…' }).click();
    const back = async () => {
      await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
      await ended(page, { number: 4, ends: 'Succeeded' });
    };
    expect(await whileVisited(back)).toEqual(['200 1 Welcome', '200 2 Welcome']);
    expect(await shop.ask(shown, '/')).toContain('<h1>The shop</h1>');
    expect(await shop.ask(shown, '/cgi-bin/orders')).toBe('200 1|tea|packed');
  });

  await test.step('a tunnel leads into its database, with a user of its own', async () => {
    await openService(page, 'production', 'database');
    const serviceId = /service\/([^/?]+)/.exec(page.url())?.[1] ?? '';
    await page.getByRole('button', { name: 'Open tunnel' }).click();
    const login = page.getByRole('region', { name: 'The user of this tunnel' });
    const url = new URL((await login.getByText(/^postgresql:\/\/qs_/).textContent()) ?? '');
    expect(await answerOfPostgres(Number(url.port))).toMatch(/^[NS]$/);
    expect(await ordersBy(shop, serviceId, url)).toBe('tea|packed');
    await page.getByRole('button', { name: /^Close the tunnel/ }).click();
    await expect(login).toBeHidden();
    await expect(answerOfPostgres(Number(url.port))).rejects.toThrow('ECONNREFUSED');
    await expect
      .poll(() => ordersBy(shop, serviceId, url).catch(String), 'its user is gone')
      .toContain('password authentication failed');
  });
  expect(errors).toEqual([]);
});
