import { useState } from 'react';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { Button } from '../../ui/button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { rowChanges } from './row-changes.ts';
import type { VariableRow } from './rows.ts';
import { SaveDialog } from './save-dialog.tsx';
import { useScopeWords } from './use-scope-words.ts';

interface SaveBarProps {
  readonly level: VariableLevel;
  readonly before: readonly VariableRow[];
  readonly after: readonly VariableRow[];
  /** The names that differ. */
  readonly changed: readonly string[];
  readonly isBroken: boolean;
  readonly isBusy: boolean;
  readonly refusal: Reason | undefined;
  readonly isDisabled: boolean;
  /** Why the last save failed. */
  readonly error: unknown;
  /** Calls back once it is saved. */
  readonly onSave: (onSaved: () => void) => void;
  readonly onDiscard: () => void;
}

/** Saves what was changed, once it was shown what that is. */
export function SaveBar(props: SaveBarProps) {
  const { level, before, after, changed, isBroken, isBusy, refusal, isDisabled, error, onSave, onDiscard } =
    props;
  const [isAsking, setAsking] = useState(false);
  const changes = rowChanges(before, after, useScopeWords());
  const isNothing = changed.length === 0;
  return (
    <>
      {isAsking && !isNothing && !isDisabled && (
        <SaveDialog
          level={level}
          changes={changes}
          isBusy={isBusy}
          error={error}
          onSave={() => onSave(() => setAsking(false))}
          onClose={() => setAsking(false)}
        />
      )}
      <div className="flex min-h-11 items-center gap-2 border-line border-t bg-panel px-4">
        <Button
          variant="primary"
          isBusy={isBusy}
          disabledReason={refusal}
          disabled={isNothing || isDisabled || isBroken}
          onClick={() => setAsking(true)}
        >
          Save …
        </Button>
        {(!isNothing || isBroken) && (
          <Button variant="ghost" onClick={onDiscard}>
            Discard
          </Button>
        )}
        <span role="status" className="min-w-0 flex-1 truncate text-right text-muted text-sm">
          {statusWords(changed, isBroken, level)}
        </span>
      </div>
    </>
  );
}

function statusWords(changed: readonly string[], isBroken: boolean, level: VariableLevel): string {
  if (isBroken) return 'Not saved: the text has lines that can’t be read';
  if (changed.length > 0) return `Not saved: ${changed.join(', ')}`;
  return level === 'service'
    ? 'Takes effect with the next deployment'
    : 'Services below take them with their next deployment';
}
