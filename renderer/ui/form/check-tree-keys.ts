interface TreeLine {
  readonly level: number;
  readonly isOpen: boolean | undefined;
}

/** What a key does in a tree of check boxes. */
export interface CheckTreeMove {
  readonly type: 'focus' | 'expand' | 'collapse' | 'toggle';
  readonly at: number;
}

const pageRows = 12;

const parentOf = (rows: readonly TreeLine[], at: number): number => {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above -= 1) if ((rows[above]?.level ?? 0) < level) return above;
  return at;
};

/** The keys of the ARIA tree pattern. Source: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export const moveInCheckTree = (
  rows: readonly TreeLine[],
  at: number,
  key: string,
): CheckTreeMove | undefined => {
  const row = rows[at];
  if (!row) return undefined;
  const focus = (to: number): CheckTreeMove => ({
    type: 'focus',
    at: Math.min(rows.length - 1, Math.max(0, to)),
  });
  if (key === ' ' || key === 'Enter') return { type: 'toggle', at };
  if (key === 'ArrowDown') return focus(at + 1);
  if (key === 'ArrowUp') return focus(at - 1);
  if (key === 'PageDown') return focus(at + pageRows);
  if (key === 'PageUp') return focus(at - pageRows);
  if (key === 'Home') return focus(0);
  if (key === 'End') return focus(rows.length - 1);
  if (key === 'ArrowRight')
    return row.isOpen === false ? { type: 'expand', at } : focus(at + (row.isOpen ? 1 : 0));
  if (key === 'ArrowLeft') return row.isOpen ? { type: 'collapse', at } : focus(parentOf(rows, at));
  return undefined;
};
