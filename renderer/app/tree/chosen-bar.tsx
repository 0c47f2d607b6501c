import { ChevronDown, X } from 'lucide-react';
import { stepChoice, useTreeState } from '../../state/tree.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu/menu.tsx';
import { useManyMenu } from '../acts/use-many-menu.ts';
import { chosenNodes } from './chosen-rows.ts';
import { focusTreeRow } from './focus-row.ts';
import type { TreeView } from './tree-view.ts';

/** How many rows are chosen, also of those out of sight, and what can be done to all of them. */
export function ChosenBar({ view }: { readonly view: TreeView }) {
  const { index } = view;
  const { ids } = useTreeState((state) => state.choice);
  const manyMenu = useManyMenu();
  const chosen = ids.size === 0 ? [] : chosenNodes(index, ids);
  const hidden = chosen.filter(({ id }) => (view.shownAt[index.positionOf.get(id) ?? -1] ?? -1) < 0).length;
  const words = [`${chosen.length} chosen`, hidden > 0 && `${hidden} of them not shown`]
    .filter(Boolean)
    .join(', ');
  const clear = (): void => {
    stepChoice({ type: 'clear' });
    focusTreeRow();
  };
  return (
    <>
      <p role="status" className="sr-only">
        {chosen.length > 0 && words}
      </p>
      {chosen.length > 0 && (
        <div className="flex items-center gap-1 border-line border-t px-2 py-1">
          <span className="min-w-0 flex-1 truncate px-1 text-secondary text-sm">{words}</span>
          <Menu
            align="end"
            items={() => manyMenu(chosen)}
            trigger={
              <Button size="sm" icon={ChevronDown}>
                Do
              </Button>
            }
          />
          <IconButton label="Choose none" icon={X} size="xs" onClick={clear} />
        </div>
      )}
    </>
  );
}
