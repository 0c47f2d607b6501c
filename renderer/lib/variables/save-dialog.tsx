import type { VariableLevel } from '#shared/model/variables/levels.ts';
import { ChangeTable, type TableChange } from '../../ui/change-table.tsx';
import { FormDialog } from '../../ui/dialog/form-dialog.tsx';

interface SaveDialogProps {
  readonly level: VariableLevel;
  readonly changes: readonly TableChange[];
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** What is saved, before it is: nobody changes by accident what every service below gets. */
export function SaveDialog({ level, changes, isBusy, error, onSave, onClose }: SaveDialogProps) {
  return (
    <FormDialog
      title={`Save the variables of this ${level}`}
      description={`${changeWords(changes)} ${
        level === 'service'
          ? 'It takes effect with the next deployment.'
          : 'Services below take it with their next deployment.'
      }`}
      submitLabel="Save"
      width="lg"
      isBusy={isBusy}
      error={error}
      onSubmit={onSave}
      onClose={onClose}
    >
      {changes.length > 0 && (
        <ChangeTable caption="What is saved" changes={changes} before="Saved now" after="After saving" />
      )}
    </FormDialog>
  );
}

/** `2 added, 1 removed.` */
export function changeWords(changes: readonly TableChange[]): string {
  const counts = [
    ['added', changes.filter(({ from }) => from === null).length],
    ['changed', changes.filter(({ from, to }) => from !== null && to !== null).length],
    ['removed', changes.filter(({ to }) => to === null).length],
  ] as const;
  const words = counts.flatMap(([word, count]) => (count > 0 ? `${count} ${word}` : []));
  return words.length > 0 ? `${words.join(', ')}.` : 'Only order or comments differ.';
}
