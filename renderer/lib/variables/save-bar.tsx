import { useState } from 'react';
import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { Button } from '../../ui/button.tsx';
import { ChangeTable } from '../../ui/change-table.tsx';
import type { Reason } from '../../ui/reason.ts';
import { rowChanges } from './row-changes.ts';
import type { VariableRow } from './rows.ts';
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
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** Saves what was changed, after showing what that is. */
export function SaveBar(props: SaveBarProps) {
  const { level, before, after, changed, isBroken, isBusy, refusal, isDisabled, onSave, onDiscard } = props;
  const [isShown, setShown] = useState(false);
  const changes = rowChanges(before, after, useScopeWords());
  const hasDifference = changes.length > 0;
  return (
    <>
      {hasDifference && isShown && (
        <section
          aria-label="What is saved"
          className="max-h-64 overflow-y-auto border-line border-t px-4 py-2"
        >
          <ChangeTable caption="What is saved" changes={changes} before="Saved now" after="After saving" />
        </section>
      )}
      <div className="flex min-h-11 items-center gap-2 border-line border-t bg-panel px-4">
        <Button
          variant="primary"
          isBusy={isBusy}
          disabledReason={refusal}
          disabled={changed.length === 0 || isDisabled || isBroken}
          onClick={onSave}
        >
          Save
        </Button>
        {(changed.length > 0 || isBroken) && (
          <Button variant="ghost" onClick={onDiscard}>
            Discard
          </Button>
        )}
        {hasDifference && (
          <Button variant="ghost" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide the difference' : 'Show the difference'}
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
