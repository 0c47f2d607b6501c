import { LoaderCircle, TriangleAlert } from 'lucide-react';
import { type FocusEvent, useEffect } from 'react';
import { useShortcut } from '../../lib/shortcuts.ts';
import { useNow } from '../../lib/use-now.ts';
import { undoQueue } from '../../state/undo.ts';
import type { UndoEntry } from '../../state/undo-queue.ts';
import { Button } from '../../ui/button.tsx';
import { focusTreeRow } from '../tree/focus-row.ts';

/** What was just done, or is held back, each with the way back for ten seconds; the time stands still under the keyboard. */
export function UndoBar() {
  const { entries, said } = undoQueue.use();
  const canUndo = entries.some(({ phase }) => phase === 'open');
  useShortcut('mod+z', 'Undo', () => undoQueue.undoLatest(), { enabled: canUndo, isOfPage: true });
  // it may go with the keyboard on it, as when the window is locked
  useEffect(() => () => undoQueue.resume(), []);
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) undoQueue.resume();
  };
  const latestId = entries.findLast(({ phase }) => phase === 'open')?.id;
  return (
    <>
      <p role="status" aria-label="What can be undone" className="sr-only">
        {said}
      </p>
      {entries.length > 0 && (
        <section
          aria-label="Undo"
          onFocus={() => undoQueue.pause()}
          onBlur={onBlur}
          className="max-h-[30vh] shrink-0 overflow-y-auto border-line border-t bg-raised"
        >
          {entries.map((entry) => (
            <UndoRow key={entry.id} entry={entry} isLatest={entry.id === latestId} />
          ))}
        </section>
      )}
    </>
  );
}

/** The button that was pressed goes: the keyboard is given to the tree, where what it was about is. */
function press(act: Promise<void> | void): void {
  focusTreeRow();
  void act;
}

function UndoRow({ entry, isLatest }: { readonly entry: UndoEntry; readonly isLatest: boolean }) {
  const { id, act, phase, problem } = entry;
  return (
    <div
      role={problem ? 'alert' : undefined}
      className="flex min-h-9 animate-[appear_150ms_ease-out] items-center gap-3 px-3 py-1"
    >
      {problem && <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />}
      {phase === 'busy' && <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin text-muted" />}
      <div className="min-w-0 break-words">
        <p className="font-medium">
          {problem?.title ?? act.held?.doing ?? act.title}
          {phase === 'open' && <TimeLeft endsAt={entry.endsAt} isHeld={act.held !== undefined} />}
        </p>
        {problem && <p className="text-secondary text-sm">{problem.detail}</p>}
      </div>
      {phase === 'open' && (
        <>
          <Button
            size="sm"
            shortcut={isLatest ? 'mod+z' : undefined}
            onClick={() => press(undoQueue.undo(id))}
          >
            Undo
          </Button>
          {act.held && (
            <Button size="sm" variant="ghost" onClick={() => press(undoQueue.end(id))}>
              {act.held.nowLabel}
            </Button>
          )}
        </>
      )}
      {problem && (
        <Button size="sm" variant="ghost" onClick={() => press(undoQueue.dismiss(id))}>
          Dismiss
        </Button>
      )}
    </div>
  );
}

/** Not heard by a screen reader, which would say each second. */
function TimeLeft({ endsAt, isHeld }: { readonly endsAt: number; readonly isHeld: boolean }) {
  const ticking = useNow(250);
  const pausedAt = undoQueue.use((state) => state.pausedAt);
  const seconds = Math.max(1, Math.ceil((endsAt - (pausedAt ?? ticking)) / 1000));
  return (
    <span aria-hidden className="ml-2 font-normal text-muted tabular-nums">
      {isHeld && 'in '}
      {seconds} s
    </span>
  );
}
