import { expect, test } from 'vitest';
import { allPermissions } from '#shared/model/permissions.ts';
import { differenceWords, kindWords, permissionGroups } from './permission-words.ts';

test('a difference says what is gained and what is lost, and nothing of what is not', () => {
  expect(differenceWords({ gains: 4, loses: 2 })).toBe('gains 4, loses 2');
  expect(differenceWords({ gains: 0, loses: 1 })).toBe('loses 1');
  expect(differenceWords({ gains: 3, loses: 0 })).toBe('gains 3');
  expect(differenceWords({ gains: 0, loses: 0 })).toBe('changes nothing');
});

test('permissions are told one line a kind, and a whole kind in one word', () => {
  expect(permissionGroups(['deployment.read', 'project.read', 'deployment.create'])).toEqual([
    { kind: 'deployment', text: 'deployments: read, create' },
    { kind: 'project', text: 'projects: read' },
  ]);
  expect(permissionGroups(['sshKey.read', 'sshKey.create', 'sshKey.delete'])).toEqual([
    { kind: 'sshKey', text: 'SSH keys: all' },
  ]);
});

test('a kind with a single verb names it, as “all” would hide what it is', () => {
  expect(permissionGroups(['secret.reveal'])).toEqual([{ kind: 'secret', text: 'secrets: reveal' }]);
});

test('every kind of the catalogue has words without capitals from code', () => {
  for (const permission of allPermissions)
    expect(kindWords(permission.slice(0, permission.indexOf('.')))).not.toMatch(/[a-z][A-Z]/);
});
