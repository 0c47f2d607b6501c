import { Box } from 'lucide-react';
import { expect, test } from 'vitest';
import type { NodePage } from './descriptor.ts';
import { openRooms } from './open-rooms.ts';

const Nothing = () => null;
const page = (id: string, room: string, permission?: NodePage['permission']): NodePage => ({
  at: 'organization',
  id,
  room,
  label: id,
  icon: Box,
  Page: Nothing,
  ...(permission ? { permission } : {}),
});
const rooms = ['home', 'people', 'audit'].map((id) => ({ id, label: id, icon: Box }));
const pages = [
  page('overview', 'home'),
  page('members', 'people', 'member.read'),
  page('requests', 'people'),
  page('audit', 'audit', 'audit.read'),
];
const idsOf = (found: ReturnType<typeof openRooms>) =>
  found.rooms.map((room) => [room.id, room.pages.map(({ id }) => id)]);

test('whoever holds everything finds every room with every page, and nothing closed', () => {
  const found = openRooms(rooms, pages, { refusal: () => undefined });
  expect(idsOf(found)).toEqual([
    ['home', ['overview']],
    ['people', ['members', 'requests']],
    ['audit', ['audit']],
  ]);
  expect(found.closed).toEqual([]);
});

test('a room without a page that opens is not there, and each closed page is named once', () => {
  const found = openRooms(rooms, pages, { refusal: () => 'no' });
  expect(idsOf(found)).toEqual([
    ['home', ['overview']],
    ['people', ['requests']],
  ]);
  expect(found.closed.map(({ id }) => id)).toEqual(['members', 'audit']);
});

test('a closed page that one came to by its address stands in its room', () => {
  const found = openRooms(rooms, pages, { refusal: () => 'no', shownId: 'audit' });
  expect(idsOf(found).at(-1)).toEqual(['audit', ['audit']]);
  expect(found.closed.map(({ id }) => id)).toEqual(['members', 'audit']);
});
