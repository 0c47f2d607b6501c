import { describe, expect, it } from 'vitest';
import { rolePresets } from '#shared/model/role-presets.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { openRoleWorld } from '#test/support/role-world.ts';

const world = openRoleWorld();

describe('presets', () => {
  it.each(rolePresets)('$name can be created by an Admin as it is', async (preset) => {
    const admin = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Admin', name: 'Ada' }),
    );
    const made = await admin.role.create({
      organizationId: world.organizationId,
      ...preset,
      permissions: [...preset.permissions],
    });
    expect(made.permissions).toEqual([...preset.permissions]);
  });
});
