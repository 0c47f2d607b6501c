import { describe, expect, it } from 'vitest';
import { type PolicyRow, writtenPermissions, writtenPolicy, writtenRoles } from '#test/support/policy.ts';
import { allPermissions } from '../model/permissions.ts';
import { builtInRoles } from '../model/roles.ts';
import { type ContractOperation, operations } from './operations.ts';
import { referenceFields } from './reference-fields.ts';

/** What the contract says of an operation, in the words of docs/access.md. */
function rowOf({ name, meta, input }: ContractOperation): PolicyRow {
  const target = meta.target ?? '';
  return {
    operation: name,
    who: meta.anonymous ? 'anybody' : meta.personal ? 'person' : 'signed in',
    permission: meta.permission ?? '',
    on: meta.targetKind ?? '',
    effect: meta.effect,
    marks: [
      ...(meta.quiet ? ['quiet'] : []),
      ...(meta.filtered ? ['filtered'] : []),
      ...(meta.own ? ['own'] : []),
      ...(meta.suspended ? ['suspended'] : []),
      ...(meta.hostRight ? [`right ${meta.hostRight}`] : []),
      ...(meta.despite ?? []).map((restriction) => `despite ${restriction}`),
    ],
    ids: referenceFields(input)
      .filter(({ field, permission }) => field !== target || permission)
      .map(({ field, permission, isGiven }) => ({
        field,
        ...(permission ? { permission } : {}),
        ...(isGiven ? { isGiven } : {}),
      })),
  };
}

describe('the policy of docs/access.md', () => {
  it('has a row for each operation of the contract, and for nothing else', () => {
    expect([...writtenPolicy.keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    'is what the contract demands for %s',
    (name, operation) => {
      expect(rowOf(operation)).toEqual(writtenPolicy.get(name));
    },
  );

  it('has the whole catalogue, in its order', () => {
    expect(writtenPermissions).toEqual(allPermissions);
  });

  it.each(Object.values(builtInRoles))('gives $name what it gives in the code', (role) => {
    const written = writtenRoles.get(role.name);
    expect({ level: role.level, reach: role.reach }).toEqual({
      level: written?.level,
      reach: written?.reach,
    });
    expect([...role.permissions].sort()).toEqual([...(written?.permissions ?? [])].sort());
  });

  it('knows no other built-in role', () => {
    expect([...writtenRoles.keys()]).toEqual(Object.values(builtInRoles).map(({ name }) => name));
  });
});
