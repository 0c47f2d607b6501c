import { useState } from 'react';
import { counted, formatBytes } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import type { Replacement } from './use-transfers.ts';

/** Asks before a file that is sent takes the place of one that is there; without an answer it stays. */
export function ReplaceDialog({ replacement }: { readonly replacement: Replacement }) {
  const [all, setAll] = useState(false);
  const { name, is, next, others, answer } = replacement;
  return (
    <ConfirmDialog
      title={`Replace ${name}?`}
      confirmLabel="Replace"
      isDanger
      onConfirm={() => answer({ isReplacing: true, all })}
      onClose={() => answer({ isReplacing: false, all })}
    >
      <p className="text-secondary">
        A file of this name is there already, with {formatBytes(is.size)}. What is in it would be lost; the
        one that you send has {formatBytes(next.size)}.
      </p>
      {others > 0 && (
        <Checkbox
          label={`The same for ${others === 1 ? 'the other file' : `the ${counted(others, 'other file')}`} that you sent`}
          isChecked={all}
          onChange={setAll}
        />
      )}
    </ConfirmDialog>
  );
}
