import { expect, it } from 'vitest';
import { demandedPermissions } from '../model/permissions.ts';
import { rolePresets } from '../model/role-presets.ts';
import { operations } from './operations.ts';
import { referenceFields } from './reference-fields.ts';

it('shows a permission exactly where an operation of the contract demands it', () => {
  const demanded = operations.flatMap(({ meta, input }) => [
    ...(meta.permission ? [meta.permission] : []),
    ...referenceFields(input).flatMap(({ permission }) => (permission ? [permission] : [])),
  ]);
  expect([...demandedPermissions].sort()).toEqual([...new Set(demanded)].sort());
});

it('names no hollow permission in a preset', () => {
  const named = rolePresets.flatMap(({ permissions }) => permissions);
  expect(named.filter((permission) => !demandedPermissions.includes(permission))).toEqual([]);
});
