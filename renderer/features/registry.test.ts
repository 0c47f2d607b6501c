import { createMemoryHistory } from '@tanstack/react-router';
import { expect, test, vi } from 'vitest';
import { piecesOf, textsOf } from '#shared/help/chapter.ts';
import { conceptChapters } from '#shared/help/concepts.ts';
import { taskChapters } from '#shared/help/tasks.ts';
import { treeKinds } from '#shared/model/nodes.ts';
import { nodePath, organizationPath } from '../lib/navigation.ts';
import { openRooms } from '../lib/pages/open-rooms.ts';

// what modules of the window look at when they are loaded
vi.stubGlobal('location', new URL('http://127.0.0.1/'));
const empty = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
for (const name of ['sessionStorage', 'localStorage']) vi.stubGlobal(name, empty);
vi.stubGlobal('document', { documentElement: { dataset: {} }, querySelector: () => null });
vi.stubGlobal('addEventListener', () => undefined);
const still = () => undefined;
vi.stubGlobal('history', { state: {}, pushState: still, replaceState: still });
vi.stubGlobal('removeEventListener', still);
vi.stubGlobal('window', globalThis);
vi.stubGlobal('self', globalThis);
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
const { router } = await import('../app/router.tsx');
const { pagesForPalette } = await import('../app/shell/palette-pages.ts');
const { memberPages, nodePages, pages, registry, shellPages } = await import('./registry.ts');
router.update({ history: createMemoryHistory() });

const everything = { refusal: () => undefined };
const routeOf = (path: string) => {
  const [, params, found] = router.getMatchedRoutes(path);
  return { id: found?.id, params };
};

test('a row of tabs has at most eight rooms, those of a service, and each has a page', () => {
  for (const kind of treeKinds) {
    const { rooms } = registry[kind];
    expect(rooms.length, kind).toBeLessThanOrEqual(8);
    expect(openRooms(rooms, nodePages(kind), everything).rooms.length, kind).toBe(rooms.length);
  }
});

test('every page stands in the list of exactly one room of its kind', () => {
  for (const kind of treeKinds) {
    const listed = openRooms(registry[kind].rooms, nodePages(kind), everything).rooms.flatMap(
      (room) => room.pages,
    );
    expect(listed.map(({ id }) => id)).toEqual(nodePages(kind).map(({ id }) => id));
    expect(new Set(listed.map(({ id }) => id)).size, kind).toBe(listed.length);
  }
  const described = [...treeKinds.flatMap((kind) => nodePages(kind)), ...shellPages(), ...memberPages()];
  expect(described.length).toBe(pages.length);
});

test('a page of a node that names no permission needs the one by which such a node is read', () => {
  const permissionOf = (id: string) => nodePages('server').find((page) => page.id === id)?.permission;
  expect(permissionOf('overview')).toBe('server.read');
  expect(permissionOf('running')).toBe('docker.read');
  expect(nodePages('organization').find(({ id }) => id === 'overview')?.permission).toBeUndefined();
});

test('every page of an organization and of the person has an address that leads to it', () => {
  const ids = [...nodePages('organization'), ...shellPages()].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    const found = routeOf(organizationPath('org_1', id));
    expect(found.id, id).toBe('/o/$organizationId/{-$page}');
    expect(found.params.page ?? 'overview').toBe(id);
  }
});

test('every page of a node has an address that leads to it', () => {
  for (const kind of treeKinds.filter((each) => each !== 'organization')) {
    for (const { id } of nodePages(kind)) {
      const found = routeOf(nodePath('org_1', kind, 'x_1', id));
      expect(found.id).toBe('/o/$organizationId/$kind/$nodeId/$tab');
      expect(found.params).toMatchObject({ kind, nodeId: 'x_1', tab: id });
    }
  }
});

test('the palette leads to every page', () => {
  const session = { hostRights: ['operate' as const] };
  for (const kind of treeKinds) {
    const offered = pagesForPalette({
      organizationId: 'org_1',
      session,
      node: { id: 'x_1', kind, name: 'x' },
    });
    const paths = offered.map(({ path }) => path);
    const actions = (registry[kind].actions ?? []).map(({ page }) => nodePath('org_1', kind, 'x_1', page));
    const ownOf = kind === 'organization' ? 'org_1' : 'x_1';
    for (const { id } of nodePages(kind))
      expect([...paths, ...actions]).toContain(nodePath('org_1', kind, ownOf, id));
    for (const { id } of shellPages()) expect(paths).toContain(organizationPath('org_1', id));
  }
});

test('a page of the host is not offered to somebody without the right', () => {
  const offered = pagesForPalette({ organizationId: 'org_1', session: { hostRights: [] }, node: undefined });
  expect(offered.map(({ page }) => page.id)).not.toContain('host');
});

test('addresses of before lead to the first page of the kind', () => {
  expect(nodePages('project')[0]?.id).toBe('services');
  expect(nodePages('project').some(({ id }) => id === 'environments')).toBe(false);
});

test('the help leads to pages that exist', () => {
  const known = new Set([...nodePages('organization'), ...shellPages()].map(({ id }) => id));
  const linked = [...taskChapters, ...conceptChapters]
    .flatMap((chapter) => textsOf(chapter).flatMap(piecesOf))
    .flatMap((piece) => (piece.type === 'link' ? [piece.page] : []));
  expect(linked.length).toBeGreaterThan(3);
  expect(linked.filter((page) => !known.has(page))).toEqual([]);
});
