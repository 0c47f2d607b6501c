import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VariableSave } from '#shared/contract/variable.ts';
import { variablesKindOf } from '#shared/model/variables/levels.ts';
import { Button } from '../../ui/button.tsx';
import { ChangeTable } from '../../ui/change-table.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { formatInstant } from '../format.ts';
import { Loaded } from '../frames/loaded.tsx';
import { usePermission } from '../use-permission.ts';
import { callsOf, type LevelNode } from './calls.ts';
import { rowChanges } from './row-changes.ts';
import { rowsOf } from './rows.ts';
import { useScopeWords } from './use-scope-words.ts';
import type { StoredVariables } from './use-variable-draft.ts';

interface HistoryDialogProps {
  readonly at: LevelNode;
  readonly stored: StoredVariables;
  readonly onClose: () => void;
}

/** The last saves: who, when, which names; what restoring one would change, and the button that does it. */
export function HistoryDialog({ at, stored, onClose }: HistoryDialogProps) {
  const { calls, at: input } = callsOf(at);
  const query = useQuery(calls.history.queryOptions({ input }));
  const [chosen, setChosen] = useState<number>();
  const { reason } = usePermission(`${variablesKindOf(at.level)}.write`);
  const restore = useMutation(calls.restore.mutationOptions());
  const isOther = chosen !== undefined && chosen !== stored.version;
  const run = () =>
    isOther && restore.mutate({ ...input, earlier: chosen, version: stored.version }, { onSuccess: onClose });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Earlier saves"
      description="The last fifty are kept, secrets sealed. Restoring one is a new save."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            isBusy={restore.isPending}
            disabled={!isOther}
            disabledReason={reason}
            onClick={run}
          >
            {isOther ? `Restore version ${chosen}` : 'Restore'}
          </Button>
        </>
      }
    >
      <Loaded query={query} doing="Loading the saves">
        {(saves) =>
          saves.length === 0 ? (
            <p className="text-secondary">Nothing was saved here yet.</p>
          ) : (
            <ul aria-label="Saves" className="flex flex-col">
              {saves.map((save) => (
                <Save
                  key={save.version}
                  save={save}
                  isNow={save.version === stored.version}
                  isChosen={chosen === save.version}
                  onChoose={() => setChosen(save.version)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isOther && <Difference at={at} stored={stored} version={chosen} />}
      <InlineError error={restore.error} />
    </Dialog>
  );
}

interface SaveProps {
  readonly save: VariableSave;
  readonly isNow: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Save({ save: { version, at, by, changes }, isNow, isChosen, onChoose }: SaveProps) {
  const names =
    changes.map(({ name, change }) => `${signs[change]}${name}`).join(', ') || 'order or comments';
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className="flex w-full cursor-default items-baseline gap-3 rounded px-2 py-1 text-left hover:bg-hover aria-pressed:bg-selected"
      >
        <span className="w-10 shrink-0 text-muted tabular-nums">{version}</span>
        <span className="w-48 shrink-0 whitespace-nowrap">{at === null ? 'before' : formatInstant(at)}</span>
        <span className="w-32 shrink-0 truncate text-secondary">{by ?? ''}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-sm">{names}</span>
        {isNow && <span className="text-secondary text-sm">now</span>}
      </button>
    </li>
  );
}

const signs = { added: '+', changed: '', removed: '−' };

function Difference({
  at,
  stored,
  version,
}: Omit<HistoryDialogProps, 'onClose'> & { readonly version: number }) {
  const { calls, at: input } = callsOf(at);
  const query = useQuery(calls.list.queryOptions({ input: { ...input, version } }));
  const scopeWords = useScopeWords();
  return (
    <div className="mt-3 border-line border-t pt-3">
      <Loaded query={query} doing="Loading that version">
        {({ variables }) => {
          const changes = rowChanges(stored.rows, rowsOf(variables), scopeWords);
          if (changes.length === 0)
            return (
              <p className="text-secondary">Names and plain values are the same; secrets are not compared.</p>
            );
          return (
            <ChangeTable caption="What restoring changes" changes={changes} before="Now" after="Restored" />
          );
        }}
      </Loaded>
    </div>
  );
}
