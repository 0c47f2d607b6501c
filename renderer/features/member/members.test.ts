import { expect, test } from 'vitest';
import type { Member } from '#shared/contract/member.ts';
import { allPermissions } from '#shared/model/permissions.ts';
import { isForCustomRoles } from '#shared/model/roles.ts';
import { extraFlags, hasFlag, otherExtras, sameExtras, withFlag } from '../../lib/access/extra-flags.ts';
import { filterMembers, grantWords, touchable, untouchableWords } from './member-words.ts';

const member = (name: string, more: Partial<Member> = {}): Member => ({
  id: `mem_${name}`,
  organizationId: 'org_1',
  name,
  email: `${name.toLowerCase()}@example.com`,
  role: { id: 'rol_1', name: 'Member', level: 30, builtIn: 'member', reach: 'granted' },
  teams: [],
  grantCount: 0,
  teamGrantCount: 0,
  extras: [],
  joinedAt: '2026-01-01T00:00:00.000Z',
  isOwner: false,
  isYou: false,
  ...more,
});

test('members are found by name, address, role and team, all words at once', () => {
  const mia = member('Mia', { teams: [{ id: 'tem_1', name: 'Night shift' }] });
  const all = [mia, member('Noah')];
  expect(filterMembers(all, 'NIGHT mia')).toEqual([mia]);
  expect(filterMembers(all, 'member')).toHaveLength(2);
  expect(filterMembers(all, 'noah@')).toHaveLength(1);
  expect(filterMembers(all, 'mia noah')).toEqual([]);
});

test('the suspended can be looked at alone', () => {
  const gone = member('Gus', { suspendedAt: '2026-01-02T00:00:00.000Z' });
  expect(filterMembers([gone, member('Mia')], '', 'suspended')).toEqual([gone]);
  expect(filterMembers([gone, member('Mia')], '', 'active').map(({ name }) => name)).toEqual(['Mia']);
});

test('grants by teams are counted apart', () => {
  expect(grantWords(member('Mia', { grantCount: 3 }))).toBe('3');
  expect(grantWords(member('Mia', { grantCount: 3, teamGrantCount: 2 }))).toBe('3 + 2 by teams');
  expect(grantWords(member('Mia', { teamGrantCount: 2 }))).toBe('2 by teams');
});

test('who cannot be changed is named with the reason', () => {
  const owner = member('Olivia', { refusal: 'The Owner stays.' });
  expect(untouchableWords([member('Mia')])).toBeUndefined();
  expect(untouchableWords([member('Mia'), owner])).toBe('Olivia is among them: The Owner stays.');
  expect(untouchableWords([owner, owner])).toContain('2 of them');
});

test('all that are selected at once can be changed, and not too many of them', () => {
  const [mia, owner] = [member('Mia'), member('Olivia', { refusal: 'The Owner stays.' })];
  expect(touchable([owner, mia])).toEqual([mia]);
  expect(untouchableWords(Array.from({ length: 1_000 }, () => mia))).toBeUndefined();
  expect(untouchableWords(Array.from({ length: 1_001 }, () => mia))).toContain('At most 1,000');
});

test('a switch gives all of its permissions and takes all of them', () => {
  const docker = extraFlags.find(({ label }) => label === 'Docker panel');
  if (!docker) throw new Error('no such switch');
  const on = withFlag(['secret.reveal', 'docker.read'], docker, true);
  expect(hasFlag(on, docker)).toBe(true);
  expect(on).toHaveLength(3);
  expect(withFlag(on, docker, false)).toEqual(['secret.reveal']);
  expect(otherExtras(on)).toEqual(['secret.reveal']);
});

test('every switch gives only what the host takes as an extra', () => {
  for (const { permissions } of extraFlags)
    for (const permission of permissions) {
      expect(allPermissions).toContain(permission);
      expect(isForCustomRoles(permission)).toBe(true);
    }
});

test('extras are a set: their order is no change', () => {
  expect(sameExtras(['a', 'b'], ['b', 'a'])).toBe(true);
  expect(sameExtras(['a'], ['a', 'b'])).toBe(false);
});
