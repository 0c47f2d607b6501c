import { useShortcut } from '../../lib/shortcuts.ts';
import { showToast } from '../../state/toast.ts';
import type { MenuEntry } from '../../ui/menu/menu-entries.tsx';

type Row = Exclude<MenuEntry, 'separator'>;

/** The rows of a page's menu that one key runs while the page is shown. */
export function NodeShortcuts({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry) =>
    entry !== 'separator' && entry.pageKeys ? (
      <RowShortcut key={entry.id} entry={entry} keys={entry.pageKeys} />
    ) : null,
  );
}

function RowShortcut({ entry, keys }: { readonly entry: Row; readonly keys: string }) {
  useShortcut(keys, entry.label.replace(/ ?…$/, ''), () => {
    const { disabledReason: reason } = entry;
    if (typeof reason === 'object') reason.ask();
    else if (reason) showToast({ tone: 'neutral', title: entry.label, detail: reason });
    else entry.run();
  });
  return null;
}
