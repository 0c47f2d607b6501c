import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';

/** The last import, and the button that takes it back. */
export const LastImport = ({ organizationId }: { readonly organizationId: string }) => {
  const { allowed, reason } = usePermission('bundle.import', organizationId);
  const query = orpc.bundle.lastImport.queryOptions({ input: { organizationId }, enabled: allowed });
  const { data } = useQuery(query);
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => rpc.bundle.undo({ organizationId }),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  if (!data?.last) return null;
  const { at, by, added, changed } = data.last;
  return (
    <Notice
      tone="info"
      title="The last import"
      action={
        <Button
          size="sm"
          icon={Undo2}
          isBusy={undo.isPending}
          disabledReason={reason}
          onClick={() => undo.mutate()}
        >
          Undo the import
        </Button>
      }
    >
      {by} added {added} and changed {changed} on {new Date(at).toLocaleString()}. It can be undone while
      nothing of it was changed, filled or deployed since.
      <InlineError error={undo.error} />
    </Notice>
  );
};
