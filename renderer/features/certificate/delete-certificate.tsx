import { useMutation, useQuery } from '@tanstack/react-query';
import type { Certificate } from '#shared/contract/certificate.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { CertificateUses } from './certificate-uses.tsx';

interface DeleteCertificateProps {
  readonly organizationId: string;
  readonly certificate: Certificate;
  readonly onClose: () => void;
}

/** Asks before a certificate is deleted; one that is shown stays. */
export function DeleteCertificate({ organizationId, certificate, onClose }: DeleteCertificateProps) {
  const { id: certificateId, name } = certificate;
  const usage = useQuery(orpc.certificate.usage.queryOptions({ input: { certificateId } }));
  const remove = useMutation({
    mutationFn: () => rpc.certificate.delete({ certificateId }),
    onSuccess: onClose,
  });
  const isUsed = (usage.data ?? []).length > 0;
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete certificate"
      isDanger
      isBlocked={!usage.isSuccess || isUsed}
      isBusy={remove.isPending}
      error={usage.error ?? remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {isUsed && <p>These domains show it. Give them another certificate first, or replace this one:</p>}
      <CertificateUses
        organizationId={organizationId}
        certificateId={certificateId}
        none="No domain that you may see shows it. Its key is deleted with it; nobody can bring it back."
      />
    </ConfirmDialog>
  );
}
