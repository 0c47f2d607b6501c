import { addServer, expect, openNode, test } from '../support/lab.ts';
import { signIn } from '../support/test.ts';

test.setTimeout(900_000);

test('a frozen server is old in the tree, on its page and in its badge alike, and current again when it answers', async ({
  page,
  host,
  tree,
  server,
}) => {
  await addServer(host, tree.organizationId, server, 'harbour');
  await signIn(page, host);
  await openNode(page, 'harbour');
  const inTree = page.getByRole('treeitem').filter({ has: page.getByText('harbour', { exact: true }) });
  const header = page.getByRole('main');
  await expect(inTree).toContainText('Running');
  await expect(page.getByText('CPU', { exact: true })).toBeVisible();

  await server.freeze();
  await expect(inTree).toContainText('does not answer');
  await expect(inTree).toContainText(/Unknown|Failed/);
  await expect(header.getByText('Does not answer', { exact: true }).first()).toBeVisible();
  await expect(header.getByText(/^stale, seen/).first()).toBeVisible();
  await expect(header.getByRole('button', { name: /^Retry/ }).first()).toBeVisible();

  await server.thaw();
  await expect(inTree).toContainText('Running');
  await expect(header.getByText(/^stale, seen/)).toHaveCount(0);
});
