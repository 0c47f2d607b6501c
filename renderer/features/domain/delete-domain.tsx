import { useMutation } from '@tanstack/react-query';
import type { Domain } from '#shared/contract/domain.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { nameOf } from './domain-columns.tsx';

interface DeleteDomainProps {
  readonly domain: Domain;
  readonly onClose: () => void;
}

/** Asks before a domain is deleted. */
export function DeleteDomain({ domain, onClose }: DeleteDomainProps) {
  const remove = useMutation({
    mutationFn: () => rpc.domain.delete({ domainId: domain.id }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title={`Delete ${nameOf(domain)}?`}
      confirmLabel="Delete domain"
      isDanger
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>Visitors who ask for this address are told that nothing is there. The service runs on.</p>
    </ConfirmDialog>
  );
}
