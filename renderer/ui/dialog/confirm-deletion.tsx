import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { InlineError } from '../inline-error.tsx';
import { Spinner } from '../spinner.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** What goes with a deleted thing, as the host counts it. */
interface Deletion {
  readonly name: string;
  readonly contains: readonly {
    readonly kind: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
  readonly remote: readonly { readonly server: string; readonly what: string }[];
  readonly needsTypedName: boolean;
}

interface ConfirmDeletionProps {
  readonly name: string;
  /** `project`, in lower case. */
  readonly kindLabel: string;
  /** Undefined while it is being looked up. */
  readonly deletion?: Deletion | undefined;
  /** What kept it from being looked up. */
  readonly lookupError?: unknown;
  /** The line by which a terminal does the same, to be copied. */
  readonly command?: string | undefined;
  /** What stays, and may be chosen to go as well. */
  readonly children?: ReactNode;
  readonly onConfirm: (typedName: string) => void;
  readonly onClose: () => void;
}

const counted = (kind: string, count: number): string => `${count} ${kind}${count === 1 ? '' : 's'}`;

/** What a deletion takes with it, as a list. */
export const WhatGoes = ({ deletion }: { readonly deletion: Deletion }) => (
  <ul
    aria-label="What will be lost"
    className="flex flex-col gap-1.5 rounded border border-line bg-panel p-3"
  >
    {deletion.contains.map(({ kind, count, examples }) => (
      <li key={kind}>
        <span className="font-medium">{counted(kind, count)}</span>
        {examples.length > 0 && (
          <span className="text-secondary">
            {' '}
            · {examples.join(', ')}
            {examples.length < count && ' …'}
          </span>
        )}
      </li>
    ))}
    {deletion.remote.map(({ server, what }) => (
      <li key={`${server} ${what}`} className="flex items-start gap-1.5">
        <Server aria-hidden className="mt-1 size-3 shrink-0 text-muted" />
        <span>
          on <span className="font-medium">{server}</span>: {what}
        </span>
      </li>
    ))}
    {deletion.contains.length === 0 && deletion.remote.length === 0 && (
      <li className="text-secondary">Nothing else goes with it.</li>
    )}
  </ul>
);

/** What happens after a deletion is confirmed in a window. */
export const deletionIsHeld =
  'For ten seconds it can be undone; after that it is gone for good. If you close or reload this window before that, nothing is deleted.';

/** Shows what a deletion takes with it, and asks for the name where that is worth it. */
export const ConfirmDeletion = ({
  name,
  kindLabel,
  deletion,
  lookupError,
  command,
  children,
  onConfirm,
  onClose,
}: ConfirmDeletionProps) => (
  <ConfirmDialog
    title={`Delete ${kindLabel} ${name}`}
    confirmLabel={`Delete ${kindLabel}`}
    isDanger
    isBlocked={deletion === undefined}
    typedName={deletion?.needsTypedName ? deletion.name : undefined}
    command={command}
    onConfirm={onConfirm}
    onClose={onClose}
  >
    <p className="text-secondary">
      This deletes the {kindLabel} <span className="font-medium text-primary">{name}</span> with its history.{' '}
      {deletionIsHeld}
    </p>
    {deletion && <WhatGoes deletion={deletion} />}
    {children}
    {!deletion && !lookupError && <Spinner label="Looking up what goes with it" />}
    <InlineError error={lookupError} />
  </ConfirmDialog>
);
