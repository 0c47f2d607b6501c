import type { Page } from '@playwright/test';
import { addServer, expect, openNode, openTab, outcome, terminalOpen, test } from '../support/lab.ts';
import { openWhole, signIn, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(900_000);
test.use({
  serverOptions: { load: ['quayside-lab/app:1', 'quayside-lab/app:2', 'quayside-lab/app:unhealthy'] },
});

const healthCommand = 'wget -q -O /dev/null http://127.0.0.1:8080/health';

const deployImage = async (page: Page, image: string, ended: string): Promise<void> => {
  await openTab(page, 'Settings');
  await page.getByRole('textbox', { name: 'Image' }).fill(image);
  await page.getByRole('button', { name: /^Save and deploy/ }).click();
  const plan = page.getByRole('dialog');
  await expect(plan.getByRole('row', { name: new RegExp(`image.*${image}`) })).toBeVisible();
  await plan.getByRole('button', { name: /^Deploy/ }).click();
  await outcome(page, ended);
};

test('from nothing to a running service, an update, a failure, and back', async ({
  page,
  emptyHost,
  server,
}) => {
  const errors = watchErrors(page);

  await test.step('first run', async () => {
    await openWhole(page, emptyHost.signInUrl);
    await page.getByLabel('Your name').fill('Olivia');
    await page.getByLabel(/mail/i).fill('olivia@example.com');
    await page.getByLabel('Organization').fill('acme');
    await page.getByLabel('Password').fill('a few words are enough');
    await page.keyboard.press('Enter');
    await expect(page.getByText('From nothing to a running service')).toBeVisible();
  });

  await test.step('a server is added and set up', async () => {
    await page.getByRole('button', { name: 'Add server' }).first().click();
    await page.getByLabel('Host', { exact: true }).fill(server.host);
    await page.getByLabel('Port', { exact: true }).fill(String(server.port));
    await page.getByLabel('Name', { exact: true }).fill('harbour');
    await page.getByLabel('Path of the private key').fill(server.privateKeyPath);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Trust and connect' }).click();
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Proxy, which leads domains to services').selectOption('none');
    await page.getByRole('button', { name: 'Run the set-up' }).click();
    await expect(page.getByText('This server is ready for deployments')).toBeVisible({ timeout: 180_000 });
  });

  await test.step('a service is created and deployed after its plan was shown', async () => {
    await page.getByRole('button', { name: 'What to deploy' }).click();
    await page.getByRole('dialog').getByLabel('Project').fill('shop');
    await page.getByRole('textbox', { name: 'Image' }).fill('Not An Image');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect(page.getByText(/must be an image reference/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Image' }).fill('quayside-lab/app:1');
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('web');
    expect(await violations(page), 'create').toEqual([]);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect(page.getByRole('dialog').getByText('Nothing is done yet')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Ready for its first deployment')).toBeVisible();

    await openTab(page, 'Settings');
    await page.getByRole('textbox', { name: 'Replicas' }).fill('2');
    await page.getByRole('checkbox', { name: /Check the health/ }).click();
    await page.getByRole('textbox', { name: /Command run in/ }).fill(healthCommand);
    await page.getByRole('textbox', { name: 'Every (s)' }).fill('1');
    await page.getByRole('textbox', { name: /Grace/ }).fill('2');
    await page.getByRole('textbox', { name: /Soak/ }).fill('2');
    expect(await violations(page), 'configuration').toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
  });

  await test.step('variables are pasted, secrets stay masked', async () => {
    await openTab(page, 'Variables');
    await openTab(page, 'As text');
    await page
      .getByRole('textbox', { name: 'Text of an env file' })
      .fill("GREETING='Hello,\nworld'\nAPI_TOKEN=hush-hush-hush\n");
    await page.getByRole('tab', { name: /^Table/ }).click();
    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
    await expect(page.getByLabel('Value of API_TOKEN')).toHaveAttribute('placeholder', '••• (unchanged)');
    await page.getByRole('button', { name: 'Show the value' }).click();
    await expect(page.getByLabel('Value of API_TOKEN')).toHaveValue('hush-hush-hush');
    await page.getByRole('button', { name: 'Hide the value' }).click();
    expect(await violations(page), 'variables').toEqual([]);
  });

  await test.step('the plan masks secrets, the deployment succeeds', async () => {
    await page.getByRole('button', { name: 'Deploy …' }).click();
    const plan = page.getByRole('dialog');
    await expect(plan.getByRole('row', { name: /API_TOKEN.*•••/ })).toBeVisible();
    await expect(plan).not.toContainText('hush');
    expect(await violations(page), 'plan').toEqual([]);
    await page.keyboard.press('Control+Enter');
    await outcome(page, 'Succeeded');
    expect(await violations(page), 'deployment').toEqual([]);
    const ids = await server.docker('ps', '-q', '--filter', 'label=quayside.service');
    const [container = ''] = ids.split('\n');
    const environ = await server.docker(
      'exec',
      container,
      'wget',
      '-q',
      '-O',
      '-',
      'http://127.0.0.1:8080/env',
    );
    expect(environ.split('\0')).toEqual(
      expect.arrayContaining(['GREETING=Hello,\nworld', 'API_TOKEN=hush-hush-hush']),
    );
    await openTab(page, 'Overview');
    await expect(page.getByText('2 of 2 replicas healthy')).toBeVisible();
    expect(await violations(page), 'overview').toEqual([]);
  });

  await test.step('a tunnel leads into a container, is listed with what runs, and is closed', async () => {
    await page.getByRole('button', { name: 'Open tunnel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Port of the container').fill('81');
    await dialog.getByRole('button', { name: 'Open tunnel' }).click();
    await expect(dialog.getByText(/listens on all addresses/)).toBeVisible();
    await dialog.getByLabel('Port of the container').fill('8080');
    expect(await violations(page), 'tunnel dialog').toEqual([]);
    await dialog.getByRole('button', { name: 'Open tunnel' }).click();
    const tunnels = page.getByRole('list', { name: 'Open tunnels' });
    const address = (await tunnels.getByText(/^http:\/\/127\.0\.0\.1:\d+\/$/).textContent()) ?? '';
    expect(await (await fetch(address)).text()).toBe('1');
    await expect(tunnels.getByText(/[1-9]\d* B received/)).toBeVisible();
    expect(await violations(page), 'tunnels').toEqual([]);
    await page.getByRole('button', { name: '1 tunnel open' }).click();
    await expect(page.getByRole('dialog', { name: 'Activity' })).toContainText(
      'to shop/production/web, port 8080',
    );
    expect(await violations(page), 'activity').toEqual([]);
    await page.keyboard.press('Escape');
    await tunnels.getByRole('button', { name: /^Close the tunnel/ }).click();
    await expect(tunnels).toHaveCount(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  await test.step('what it uses is on its page, beside its name, and summed on its environment', async () => {
    await expect(page.getByRole('region', { name: 'CPU' })).toContainText(/\d %/);
    await expect(page.getByRole('region', { name: 'Memory' })).toContainText(/\d [KMG]iB/);
    await openNode(page, 'shop');
    await expect(page.getByRole('row', { name: /^web/ })).toContainText(/\d %.*\d [KMG]iB.*Running.*healthy/);
    await expect(page.getByRole('region', { name: 'production' })).toContainText(
      /together: \S+ % · \d+ [KMG]iB/,
    );
    expect(await violations(page), 'figures').toEqual([]);
    await page.getByRole('row', { name: /^web/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'web' })).toBeVisible();
  });

  await test.step('an update takes over', async () => {
    await deployImage(page, 'quayside-lab/app:2', 'Succeeded');
  });

  await test.step('a version that never gets healthy fails with its reason, the old one serves on', async () => {
    await deployImage(page, 'quayside-lab/app:unhealthy', 'Failed, old version back');
    await expect(page.getByText(/health check failed/i).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Deploy again …' })).toBeVisible();
    expect(await violations(page), 'failure').toEqual([]);
    await openTab(page, 'Overview');
    await expect(page.getByText('2 of 2 replicas healthy')).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText('quayside-lab/app:2').first()).toBeVisible();
  });

  await test.step('the history leads back to the first version', async () => {
    await openTab(page, 'Deployments');
    await expect(page.getByRole('row', { name: /2 .*Succeeded.*runs now/ })).toBeVisible();
    expect(await violations(page), 'history').toEqual([]);
    await page.getByRole('button', { name: 'Roll back to #1' }).click();
    await expect(page.getByRole('dialog').getByRole('row', { name: /image.*app:2.*app:1/ })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await outcome(page, 'Succeeded');
  });

  await test.step('logs of all replicas are followed, searched and paused', async () => {
    await openTab(page, 'Logs');
    const log = page.getByRole('region', { name: 'Log of web' });
    await expect(log.getByText('app 1 listening on 8080').first()).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search in the lines shown' }).fill('listening on \\d+');
    await expect(page.getByText('none', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await expect(log.locator('mark').first()).toBeVisible();
    await page.getByRole('button', { name: 'Show only lines that match' }).click();
    await expect(log.getByText('listening on').first()).toBeVisible();
    expect(await violations(page), 'logs').toEqual([]);
    await page.getByRole('searchbox', { name: 'Search in the lines shown' }).press('Escape');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByText(/Paused · .* new lines/).first()).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the lines held' }).click();
    expect((await download).suggestedFilename()).toMatch(/^web-.*\.log$/);
  });

  await test.step('a terminal opens in a replica', async () => {
    await openTab(page, 'Overview');
    const terminal = page.getByRole('button', { name: 'Terminal in replica 1' });
    await expect(terminal, 'the replica of before has ended').toHaveCount(1);
    await terminal.click();
    await terminalOpen(page);
    await page.keyboard.type('echo "$GREETING"\n');
    await expect(page.locator('.xterm-rows')).toContainText('Hello,world');
  });

  await test.step('stopping asks for the name in a protected environment', async () => {
    await openTab(page, 'Overview');
    await page.getByRole('button', { name: 'Stop …' }).click();
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeDisabled();
    await page.getByRole('dialog').getByRole('textbox').fill('web');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible({ timeout: 120_000 });
  });
  expect(errors).toEqual([]);
});

test('two people edit one configuration and nothing is lost', async ({ page, host, tree, server }) => {
  const serverId = await addServer(host, tree.organizationId, server);
  const serviceId = tree.idOf.get('shop/production/web') ?? '';
  const configure = (image: string) =>
    host.rest('PUT', `/services/${serviceId}/spec`, { spec: { source: { type: 'image', image } }, serverId });
  await configure('quayside-lab/app:1');
  await signIn(page, host);
  await openWhole(page, `${host.url}/o/${tree.organizationId}/service/${serviceId}/configuration`);
  await page.getByRole('textbox', { name: 'Replicas' }).fill('3');
  await configure('quayside-lab/app:2');
  await expect(page.getByText('Somebody saved a newer version')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Replicas' })).toHaveValue('3');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.getByRole('textbox', { name: 'Image' })).toHaveValue('quayside-lab/app:2');
  await expect(page.getByRole('textbox', { name: 'Replicas' })).toHaveValue('1');
});

test('a server that is not set up says so where it is chosen, and the plan sets it up and goes on', async ({
  page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  await addServer(host, tree.organizationId, server, 'attic');
  await signIn(page, host);
  await openWhole(
    page,
    `${host.url}/o/${tree.organizationId}/environment/${tree.idOf.get('shop/production')}`,
  );
  await page.getByRole('button', { name: 'New service' }).first().click();
  await page.getByRole('textbox', { name: 'Image' }).fill('quayside-lab/app:1');
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('fresh');
  await page.getByLabel('Server').selectOption({ label: 'attic (not set up yet)' });
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Set it up now' })).toBeVisible();
  expect(await violations(page), 'server choice').toEqual([]);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'fresh' })).toBeVisible();

  await page.getByRole('button', { name: 'Deploy …' }).click();
  const plan = page.getByRole('dialog');
  await expect(plan.getByText('This cannot be deployed')).toBeVisible();
  await plan.getByRole('button', { name: 'Set it up now' }).click();
  await expect(plan.getByText('attic is being set up')).toBeVisible();
  expect(await violations(page), 'plan').toEqual([]);
  await expect(plan.getByText('This cannot be deployed')).toBeHidden({ timeout: 180_000 });
  await plan.getByRole('button', { name: /^Deploy/ }).click();
  await outcome(page, 'Succeeded');
  expect(errors).toEqual([]);
});
