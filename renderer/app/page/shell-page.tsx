import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import { useOrganizationId } from '../../lib/navigation.ts';
import type { ShellPage as Descriptor } from '../../lib/pages/descriptor.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { PageHeader } from './page-header.tsx';

/** A page of the person or the host, which shows no node. */
export function ShellPage({ page }: { readonly page: Descriptor }) {
  const organizationId = useOrganizationId();
  const { icon, label, subject, permission, Page, Extra } = page;
  const { allowed } = usePermission(permission, organizationId);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-line border-b">
        <PageHeader icon={icon} title={label} />
      </div>
      <div className="min-h-0 flex-1">
        {permission && !allowed ? (
          <AskForAccess icon={icon} what={subject ?? label} permission={permission} nodeId={organizationId} />
        ) : (
          <Page organizationId={organizationId} Extra={Extra} />
        )}
      </div>
    </div>
  );
}
