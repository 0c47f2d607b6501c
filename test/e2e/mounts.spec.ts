import { openTab } from './support/lab.ts';
import { expect, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('mounts are typed, refused by their field, and there again after a reload', async ({
  app,
  host,
  tree,
}) => {
  const errors = watchErrors(app);
  await app.goto(
    `${host.url}/o/${tree.organizationId}/service/${tree.idOf.get('shop/production/web')}/configuration`,
  );
  const image = app.getByRole('textbox', { name: 'Image' });
  if ((await image.inputValue()) === '') await image.fill('nginx:1.27');
  await app.getByRole('button', { name: 'Add a mount' }).click();
  await app.getByRole('textbox', { name: 'Name of mount 1' }).fill('data');
  await app.getByRole('textbox', { name: 'Path in the container of mount 1' }).fill('/data/../etc');
  await app.getByRole('button', { name: 'Add a mount' }).click();
  await app.getByRole('combobox', { name: 'What mount 2 is' }).selectOption('File');
  await app.getByRole('textbox', { name: 'Path in the container of mount 2' }).fill('/etc/app.conf');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: references look like this
  await app.getByRole('textbox', { name: 'Content of mount 2' }).fill('host=${{HOST}}\n');
  await app.getByRole('button', { name: 'Add a mount' }).click();
  await app.getByRole('combobox', { name: 'What mount 3 is' }).selectOption('Folder of the server');
  await app.getByRole('textbox', { name: 'Path on the server of mount 3' }).fill('/srv/media');
  await app.getByRole('textbox', { name: 'Path in the container of mount 3' }).fill('/media');
  await expect(app.getByText('Root on the server')).toBeVisible();
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText(/must be an absolute path inside the container/)).toBeVisible();
  await expect(app.getByRole('textbox', { name: 'Path in the container of mount 1' })).toBeFocused();
  expect(await violations(app)).toEqual([]);
  await app.getByRole('textbox', { name: 'Path in the container of mount 1' }).fill('/data');
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText('Takes effect with the next deployment')).toBeVisible();
  await app.reload();
  await expect(app.getByRole('textbox', { name: 'Path in the container of mount 1' })).toHaveValue('/data');
  await expect(app.getByRole('textbox', { name: 'Content of mount 2' })).toHaveValue(/HOST/);

  await openTab(app, 'Data');
  await expect(app.getByText(/The next deployment makes it, and mounts it at \/data/)).toBeVisible();
  expect(await violations(app)).toEqual([]);
  expect(errors).toEqual([]);
});
