import { expect, it } from 'vitest';
import { demandedPermissions } from '#shared/model/permissions.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { categories, permissionsByKind } from './role-words.ts';

it('shows each permission that a custom role may hold in exactly one category', () => {
  const shown = categories.flatMap((category) => permissionsByKind(category).flatMap(([, each]) => each));
  expect(shown.toSorted()).toEqual(demandedPermissions.filter(isForCustomRoles).toSorted());
});
