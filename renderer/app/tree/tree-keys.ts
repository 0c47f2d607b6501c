import type { TreeView } from './tree-view.ts';

/** What a key means for the tree: focus another row, open or close the focused one. Rows by where they are shown. */
type TreeMove =
  | { readonly type: 'focus'; readonly at: number }
  | { readonly type: 'expand' | 'collapse'; readonly at: number };

const pageRows = 15;

const parentAt = (view: TreeView, at: number): number => {
  const above = view.index.parent[view.shown[at] ?? 0] ?? -1;
  return above < 0 ? -1 : (view.shownAt[above] ?? -1);
};

const hasChildren = (view: TreeView, row: number): boolean => (view.index.end[row] ?? 0) > row + 1;

const toRight = (view: TreeView, at: number): TreeMove | undefined => {
  const row = view.shown[at] ?? 0;
  if (!hasChildren(view, row)) return undefined;
  if (!view.isOpen[row]) return { type: 'expand', at };
  return at + 1 < view.shown.length ? { type: 'focus', at: at + 1 } : undefined;
};

const toLeft = (view: TreeView, at: number): TreeMove | undefined => {
  if (view.isOpen[view.shown[at] ?? 0]) return { type: 'collapse', at };
  const above = parentAt(view, at);
  return above < 0 ? undefined : { type: 'focus', at: above };
};

/** The keys of the ARIA tree pattern. Source: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export const moveByKey = (view: TreeView, at: number, key: string): TreeMove | undefined => {
  const last = view.shown.length - 1;
  const focus = (to: number): TreeMove => ({ type: 'focus', at: Math.min(last, Math.max(0, to)) });
  if (last < 0) return undefined;
  if (key === 'ArrowDown') return focus(at + 1);
  if (key === 'ArrowUp') return focus(at - 1);
  if (key === 'Home') return focus(0);
  if (key === 'End') return focus(last);
  if (key === 'PageDown') return focus(at + pageRows);
  if (key === 'PageUp') return focus(at - pageRows);
  if (key === 'ArrowRight') return toRight(view, at);
  if (key === 'ArrowLeft') return toLeft(view, at);
  return undefined;
};

/** The next shown row whose name begins with what was typed; the same letter again goes on to the next one. */
export const findTyped = (view: TreeView, at: number, typed: string): number | undefined => {
  const isRepeat = typed.length > 1 && [...typed].every((letter) => letter === typed[0]);
  const wanted = isRepeat ? (typed[0] ?? '') : typed;
  const first = wanted.length === 1 ? 1 : 0;
  for (let step = first; step < view.shown.length + first; step += 1) {
    const candidate = (at + step) % view.shown.length;
    if (view.index.lower[view.shown[candidate] ?? 0]?.startsWith(wanted)) return candidate;
  }
  return undefined;
};
