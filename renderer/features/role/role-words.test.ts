import { expect, it } from 'vitest';
import { allPermissions } from '#shared/model/permissions.ts';
import { isForCustomRoles, rootPermissions } from '#shared/model/roles.ts';
import { categories, permissionsByKind, rootReason } from './role-words.ts';

it('shows each permission that a custom role may hold in exactly one category', () => {
  const shown = categories.flatMap((category) => permissionsByKind(category).flatMap(([, each]) => each));
  expect(shown.toSorted()).toEqual(allPermissions.filter(isForCustomRoles).toSorted());
});

it('explains every root mark in words of its own', () => {
  for (const permission of rootPermissions) expect(rootReason(permission)).not.toMatch(/^With this/);
});
