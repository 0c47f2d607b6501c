import { expect, it } from 'vitest';
import { createTestCore } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';

it('founding by the operator of the machine is an event of the organization, whose chain begins with it', async () => {
  const { core, client } = await createTestCore();
  core.ensureOwner({ name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' });
  core.ensureOwner({ name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' });
  const [organization] = await client.organization.list();
  expect(newestEvents(core, 9)).toMatchObject([
    {
      operation: 'session.firstRun',
      organization_id: organization?.id,
      actor_id: null,
      actor_name: 'operator of this machine',
      detail: 'the operator of this machine set this store up for Olive',
    },
  ]);
  const verdict = await client.audit.verify({ organizationId: organization?.id ?? '' });
  expect(verdict).toMatchObject({ checked: 1, firstBroken: null });
  await core.close();
});
