import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { TreeKind } from '#shared/model/nodes.ts';

/** A node that stands open in the strip. A preview makes room for the next one that is visited. */
export interface OpenTab {
  readonly nodeId: string;
  readonly kind: TreeKind;
  readonly isPreview: boolean;
  /** The address it was left at. */
  readonly path: string;
}

interface TabsState {
  /** By organization. */
  readonly open: Readonly<Record<string, readonly OpenTab[]>>;
  /** Closed last, newest at the end; by organization. */
  readonly closed: Readonly<Record<string, readonly OpenTab[]>>;
  /** Ids of nodes by when they were visited, newest first; by organization. */
  readonly recent: Readonly<Record<string, readonly string[]>>;
}

const mostTabs = 30;
const mostRecent = 50;

export const useTabs = create<TabsState>()(
  persist((): TabsState => ({ open: {}, closed: {}, recent: {} }), { name: 'quayside.tabs' }),
);

const setOpen = (organizationId: string, change: (tabs: readonly OpenTab[]) => readonly OpenTab[]): void =>
  void useTabs.setState(({ open }) => ({
    open: { ...open, [organizationId]: change(open[organizationId] ?? []) },
  }));

const withVisit = (tabs: readonly OpenTab[], visit: OpenTab): readonly OpenTab[] => {
  const known = tabs.find(({ nodeId }) => nodeId === visit.nodeId);
  if (known) return tabs.map((tab) => (tab === known ? { ...visit, isPreview: known.isPreview } : tab));
  const preview = tabs.findIndex(({ isPreview }) => isPreview);
  if (preview >= 0) return tabs.with(preview, visit);
  return [...tabs, visit].slice(-mostTabs);
};

/** Notes that a node's page is shown: opens or updates its tab and moves it to the front of the recent ones. */
export const visitNode = (
  organizationId: string,
  visit: { nodeId: string; kind: TreeKind; path: string },
): void => {
  setOpen(organizationId, (tabs) => withVisit(tabs, { ...visit, isPreview: true }));
  useTabs.setState(({ recent }) => {
    const others = (recent[organizationId] ?? []).filter((id) => id !== visit.nodeId);
    return { recent: { ...recent, [organizationId]: [visit.nodeId, ...others].slice(0, mostRecent) } };
  });
};

/** Keeps a tab open when the next node is visited. */
export const pinTab = (organizationId: string, nodeId: string): void =>
  setOpen(organizationId, (tabs) =>
    tabs.map((tab) => (tab.nodeId === nodeId ? { ...tab, isPreview: false } : tab)),
  );

/** Closes a tab; answers the one to show instead, if any is left. */
export const closeTab = (organizationId: string, nodeId: string): OpenTab | undefined => {
  const tabs = useTabs.getState().open[organizationId] ?? [];
  const at = tabs.findIndex((tab) => tab.nodeId === nodeId);
  const gone = tabs[at];
  if (!gone) return undefined;
  setOpen(organizationId, () => tabs.toSpliced(at, 1));
  useTabs.setState(({ closed }) => ({
    closed: { ...closed, [organizationId]: [...(closed[organizationId] ?? []), gone].slice(-20) },
  }));
  return tabs[at + 1] ?? tabs[at - 1];
};

/** Brings back the tab that was closed last. */
export const reopenTab = (organizationId: string): OpenTab | undefined => {
  const closed = useTabs.getState().closed[organizationId] ?? [];
  const last = closed.at(-1);
  if (!last) return undefined;
  useTabs.setState((state) => ({ closed: { ...state.closed, [organizationId]: closed.slice(0, -1) } }));
  setOpen(organizationId, (tabs) => [...tabs, { ...last, isPreview: false }]);
  return last;
};

/** Takes away the tabs of nodes that are gone. */
export const keepTabs = (organizationId: string, exists: (nodeId: string) => boolean): void => {
  const tabs = useTabs.getState().open[organizationId] ?? [];
  if (tabs.some(({ nodeId }) => !exists(nodeId)))
    setOpen(organizationId, () => tabs.filter(({ nodeId }) => exists(nodeId)));
};
