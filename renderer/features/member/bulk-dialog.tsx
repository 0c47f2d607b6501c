import { useMutation, useQuery } from '@tanstack/react-query';
import type { BulkChange } from '#shared/contract/member.ts';
import { PreviewDialog } from '../../lib/access/preview-dialog.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';

/** A change of many, and what it is called. */
export interface NamedChange {
  readonly change: BulkChange;
  readonly title: string;
  readonly confirmLabel: string;
  readonly isDanger?: boolean;
}

interface BulkDialogProps {
  readonly organizationId: string;
  readonly memberIds: readonly string[];
  readonly named: NamedChange;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const about: Readonly<Record<string, string>> = {
  suspend:
    'Their sessions here, API keys and open streams end at once. Roles, teams and grants stay for later.',
  restore: 'They get back what they had.',
  remove:
    'Their sessions here, API keys, grants and open streams end at once. Their accounts, their other organizations and what they made stay.',
};

/** Shows what a change of many would do, and does it: all of it or nothing. */
export const BulkDialog = ({ organizationId, memberIds, named, onDone, onClose }: BulkDialogProps) => {
  const input = { organizationId, memberIds: [...memberIds], change: named.change };
  const preview = useQuery({ ...orpc.member.bulkPreview.queryOptions({ input }), gcTime: 0 });
  const apply = useMutation({ mutationFn: () => rpc.member.bulk(input), onSuccess: onDone });
  const text = about[named.change.type];
  return (
    <PreviewDialog
      title={named.title}
      previews={preview.data}
      confirmLabel={named.confirmLabel}
      isDanger={named.isDanger === true}
      isBusy={apply.isPending}
      error={preview.error ?? apply.error}
      onConfirm={() => apply.mutate()}
      onClose={onClose}
    >
      {text && <p className="text-secondary">{text}</p>}
    </PreviewDialog>
  );
};
