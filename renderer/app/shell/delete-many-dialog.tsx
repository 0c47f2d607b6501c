import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Deletion } from '#shared/contract/organization.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { errorText } from '../../lib/errors.ts';
import { closeDialog } from '../../lib/open-dialog.ts';
import { usePermissionCheck } from '../../lib/use-permission.ts';
import { stepChoice } from '../../state/tree.ts';
import { deletionIsHeld, WhatGoes } from '../../ui/dialog/confirm-deletion.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { namesOf } from '../acts/node-words.ts';
import { useHoldDeletion } from '../acts/use-hold-deletion.ts';
import { RefusedRow } from './many-rows.tsx';
import { StayingWords } from './staying-volumes.tsx';

const isAlone = ({ contains, remote }: Deletion): boolean => contains.length === 0 && remote.length === 0;

interface DeleteManyDialogProps {
  readonly organizationId: string;
  readonly nodes: readonly TreeNode[];
}

/** Shows what goes with each of several nodes, and which stay and why; they go together, for ten seconds to be undone. */
export function DeleteManyDialog({ organizationId, nodes }: DeleteManyDialogProps) {
  const check = usePermissionCheck();
  const hold = useHoldDeletion(organizationId);
  // as it was when it was asked for
  const [judged] = useState(() =>
    nodes.map((node) => ({ node, reason: check(registry[node.kind].permissions.delete, node.id) })),
  );
  const allowed = judged.filter(({ reason }) => !reason).map(({ node }) => node);
  const lookups = useQueries({
    queries: allowed.map((node) => ({
      queryKey: ['deletion', node.id],
      queryFn: () => registry[node.kind].deletion(node.id),
      gcTime: 0,
    })),
  });
  const found = allowed.map((node, at) => ({ node, deletion: lookups[at]?.data, error: lookups[at]?.error }));
  const going = found.filter(({ error }) => !error).map(({ node }) => node);
  const refused = [
    ...judged.flatMap(({ node, reason }) => (reason ? [{ node, reason }] : [])),
    ...found.flatMap(({ node, error }) => (error ? [{ node, reason: errorText(error) }] : [])),
  ];
  const isLooking = lookups.some(({ isPending }) => isPending);
  const needsTyping = found.some(({ deletion }) => deletion?.needsTypedName);
  const confirm = (): void => {
    closeDialog();
    stepChoice({ type: 'clear' });
    hold(going);
  };
  return (
    <ConfirmDialog
      title={`Delete ${namesOf(allowed.length > 0 ? allowed : nodes)}`}
      confirmLabel={`Delete ${going.length}`}
      isDanger
      isBlocked={isLooking || going.length === 0}
      typedName={needsTyping ? `delete ${going.length}` : undefined}
      onConfirm={confirm}
      onClose={closeDialog}
    >
      <p className="text-secondary">This deletes each with its history. {deletionIsHeld}</p>
      {isLooking && <Spinner label="Looking up what goes with them" />}
      <ul aria-label="What is deleted" className="flex flex-col gap-3">
        {found.map(
          ({ node, deletion }) =>
            deletion && (
              <li key={node.id} className="flex flex-col gap-1">
                <span>
                  <span className="text-secondary">{registry[node.kind].label}</span>{' '}
                  <span className="font-medium">{node.name}</span>
                </span>
                <StayingWords deletion={deletion} />
                {isAlone(deletion) ? (
                  <span className="text-muted text-sm">Nothing else goes with it.</span>
                ) : (
                  <WhatGoes deletion={deletion} />
                )}
              </li>
            ),
        )}
      </ul>
      {refused.length > 0 && (
        <section aria-label="What is not deleted">
          <h3 className="mb-1 font-medium text-secondary text-sm">Not among them</h3>
          <ul>
            {refused.map((one) => (
              <RefusedRow key={one.node.id} {...one} />
            ))}
          </ul>
        </section>
      )}
    </ConfirmDialog>
  );
}
