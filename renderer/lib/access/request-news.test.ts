import { expect, test } from 'vitest';
import type { AccessRequest } from '#shared/contract/access.ts';
import { answeredSince } from './request-news.ts';

const request = (id: string, state: AccessRequest['state'], isOwn = true): AccessRequest => ({
  id,
  organizationId: 'org_1',
  memberId: 'mem_1',
  memberName: 'Mia',
  permission: 'service.create',
  place: { id: 'prj_1', kind: 'project', name: 'shop', path: 'Acme/shop' },
  reason: 'because',
  state,
  answer: '',
  answeredBy: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  answeredAt: null,
  isAnswerable: false,
  isOwn,
});

test('only an own request that was open and is answered is news', () => {
  const before = new Map([
    ['a', 'open'],
    ['b', 'open'],
    ['c', 'granted'],
    ['d', 'open'],
    ['e', 'open'],
  ] as const);
  const now = [
    request('a', 'granted'),
    request('b', 'open'),
    request('c', 'granted'),
    request('d', 'declined', false),
    request('e', 'withdrawn'),
    request('f', 'granted'),
  ];
  expect(answeredSince(before, now).map(({ id }) => id)).toEqual(['a']);
});
