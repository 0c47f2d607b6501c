import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

type Tabs = typeof import('./tabs.ts');
let tabs: Tabs;

beforeAll(async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  });
  tabs = await import('./tabs.ts');
});

beforeEach(() => tabs.useTabs.setState({ open: {}, closed: {}, recent: {} }));

const visit = (nodeId: string): void =>
  tabs.visitNode('org', { nodeId, kind: 'service', path: `/o/org/service/${nodeId}` });
const openIds = (): string[] => (tabs.useTabs.getState().open.org ?? []).map(({ nodeId }) => nodeId);

describe('tabs', () => {
  test('a visit takes the place of the preview', () => {
    visit('a');
    visit('b');
    expect(openIds()).toEqual(['b']);
  });

  test('a pinned tab stays', () => {
    visit('a');
    tabs.pinTab('org', 'a');
    visit('b');
    expect(openIds()).toEqual(['a', 'b']);
  });

  test('closing shows the neighbour, and the closed one can be brought back', () => {
    visit('a');
    tabs.pinTab('org', 'a');
    visit('b');
    expect(tabs.closeTab('org', 'b')?.nodeId).toBe('a');
    expect(tabs.reopenTab('org')?.nodeId).toBe('b');
    expect(openIds()).toEqual(['a', 'b']);
    expect(tabs.reopenTab('org')).toBeUndefined();
  });

  test('recent nodes come newest first, each once', () => {
    for (const id of ['a', 'b', 'a']) visit(id);
    expect(tabs.useTabs.getState().recent.org).toEqual(['a', 'b']);
  });

  test('tabs of nodes that are gone go too', () => {
    visit('a');
    tabs.keepTabs('org', () => false);
    expect(openIds()).toEqual([]);
  });
});
