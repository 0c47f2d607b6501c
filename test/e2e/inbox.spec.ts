import { join } from './support/join.ts';
import { expect, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

interface Invited {
  readonly secret: string;
}

test('R19: what is addressed to a verified address is joined and declined without its link, and left while suspended', async ({
  browser,
  host,
  tree,
}) => {
  const { organizationId: acme } = tree;
  const invite = (organization: string): Promise<Invited> =>
    host.rest('POST', `/organizations/${organization}/invitations`, {
      email: 'ada@example.com',
      roleId: 'Viewer',
      lifetimeHours: 48,
    });
  const { secret } = await invite(acme);
  const ada = await join(browser, `${host.url}/#invitation=${secret}`, 'Ada');
  const errors = watchErrors(ada);

  for (const name of ['Globex', 'Initech']) await host.rest('POST', '/organizations', { name });
  for (const name of ['Globex', 'Initech']) await invite(name);
  await ada.getByRole('button', { name: 'Profile of Ada' }).click();
  await ada.getByRole('menuitem', { name: 'Profile and appearance' }).click();
  const offers = ada.getByRole('listitem').filter({ hasText: 'invited by Olivia' });
  await expect(ada.getByText(/^Your address is not verified/)).toBeVisible();
  await host.rest('PUT', '/host/accounts/ada@example.com/email', { email: 'ada@example.com' });
  await ada.reload();
  await expect(offers).toHaveCount(2);
  expect(await violations(ada)).toEqual([]);

  await offers.last().getByRole('button', { name: 'Decline…' }).click();
  await ada.getByRole('button', { name: 'Decline invitation' }).click();
  await expect(offers).toHaveCount(1);
  await offers.getByRole('button', { name: /^Join (Globex|Initech)$/ }).click();
  await expect(offers).toHaveCount(0);
  await ada.getByRole('button', { name: /^Organization/ }).click();
  await expect(ada.getByRole('menuitem', { name: /Globex|Initech/ })).toHaveCount(1);
  await ada.keyboard.press('Escape');

  const joined = (await host.rest<{ email: string; id: string }[]>('GET', '/organizations/Globex/members'))
    .concat(await host.rest('GET', '/organizations/Initech/members'))
    .find(({ email }) => email === 'ada@example.com');
  await host.rest('POST', `/members/${joined?.id}/suspend`);
  await ada.getByRole('button', { name: /^Leave (Globex|Initech)…$/ }).click();
  await expect(ada.getByRole('dialog')).toBeVisible();
  expect(await violations(ada)).toEqual([]);
  await ada.getByRole('dialog').getByRole('button', { name: 'Leave organization' }).click();
  await expect(ada.getByRole('button', { name: /^Leave (Globex|Initech)…$/ })).toHaveCount(0);
  expect(errors).toEqual([]);
  await ada.context().close();
});
