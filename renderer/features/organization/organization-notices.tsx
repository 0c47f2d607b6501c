import { useMutation, useQuery } from '@tanstack/react-query';
import { formatInstant } from '../../lib/format.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What everybody who runs the organization has to know, until each has dismissed it. */
export const OrganizationNotices = ({ organizationId }: { readonly organizationId: string }) => {
  const { allowed } = usePermission('organization.update', organizationId);
  const { data } = useQuery(
    orpc.organization.notices.queryOptions({ input: { organizationId }, enabled: allowed }),
  );
  const dismiss = useMutation({
    mutationFn: (notice: string) => rpc.organization.dismissNotice({ organizationId, notice }),
  });
  if (!allowed || !data || data.length === 0) return null;
  return (
    <section aria-label="Notices" className="flex flex-col gap-2 border-line border-b p-2">
      {data.map(({ id, at, text }) => (
        <Notice
          key={id}
          tone="warning"
          title={formatInstant(at)}
          action={
            <Button
              size="sm"
              isBusy={dismiss.isPending && dismiss.variables === id}
              onClick={() => dismiss.mutate(id)}
            >
              Dismiss
            </Button>
          }
        >
          {text}
        </Notice>
      ))}
      <InlineError error={dismiss.error} />
    </section>
  );
};
