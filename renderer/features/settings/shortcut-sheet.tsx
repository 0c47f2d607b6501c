import { useShortcuts } from '../../lib/shortcuts.ts';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';
import { ShortcutRow } from './shortcut-row.tsx';

const treeKeys = [
  { keys: ['arrowup', 'arrowdown'], label: 'Go up and down' },
  { keys: ['arrowright', 'arrowleft'], label: 'Open and close, go in and out' },
  { keys: ['home', 'end'], label: 'Go to the first and last row' },
  { keys: ['enter'], label: 'Show the page' },
  { keys: ['shift+arrowup', 'shift+arrowdown'], label: 'Choose several, to do the same to all of them' },
  { keys: ['ctrl+space', 'mod+a'], label: 'Choose one more or less, or all beside it' },
  { keys: ['escape'], label: 'Choose none' },
  { keys: ['f2'], label: 'Rename' },
  { keys: ['mod+d'], label: 'Duplicate' },
  { keys: ['mod+x', 'mod+v'], label: 'Cut, and move to the focused row' },
  { keys: ['delete'], label: 'Delete, after showing what goes with it; once more: delete now' },
  { keys: ['mod+z'], label: 'Undo the last rename, move or deletion, for ten seconds' },
  { keys: ['shift+f10'], label: 'Everything else: the menu of the row' },
  { keys: ['a', 'z'], label: 'Any letters: go to the row that begins with them' },
];

interface KeyListProps {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly label: string }[];
}

const KeyList = ({ title, rows }: KeyListProps) => (
  <section aria-label={title}>
    <h3 className="mb-1 font-semibold">{title}</h3>
    <dl>
      {rows.map(({ keys, label }) => (
        <div key={label} className="flex items-center justify-between gap-4 border-line border-t py-1">
          <dt>{label}</dt>
          <dd className="flex gap-1">
            {keys.map((key) => (
              <KeyboardHint key={key} keys={key} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
);

interface Active {
  readonly own: string;
  readonly keys: string;
  readonly label: string;
}

/** Each once: what is the same in two places of a page is listed by both. */
const distinct = (active: ReadonlyMap<string, Active>): readonly Active[] => [
  ...new Map([...active.values()].map((each) => [`${each.own} ${each.label}`, each])).values(),
];

/** Every shortcut that works at this moment. */
export const ShortcutSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const active = distinct(useShortcuts((state) => state.active));
  const takenBy = (keys: string): string | undefined => active.find((each) => each.keys === keys)?.label;
  return (
    <Dialog isOpen onClose={onClose} title="Keyboard shortcuts" width="lg">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <section aria-label="Here">
          <h3 className="mb-1 font-semibold">Here</h3>
          <dl>
            {active.map((each) => (
              <ShortcutRow key={`${each.own} ${each.label}`} {...each} takenBy={takenBy} />
            ))}
          </dl>
        </section>
        <KeyList title="In the tree" rows={treeKeys} />
      </div>
    </Dialog>
  );
};
