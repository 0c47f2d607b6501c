import type { TreeNode } from '#shared/contract/tree.ts';
import { registry } from '../../features/registry.ts';
import { useOrganizationId } from '../../lib/navigation.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { PageHeader } from './page-header.tsx';
import { Rooms } from './rooms.tsx';

/** The page of the organization itself. */
export function OrganizationPage({ pageId }: { readonly pageId: string | undefined }) {
  const organizationId = useOrganizationId();
  const organization = useOrganization();
  const { icon, HeaderExtra } = registry.organization;
  if (!organization) return null;
  const node: TreeNode = {
    id: organizationId,
    kind: 'organization',
    parentId: null,
    name: organization.name,
    state: 'none',
  };
  const props = { organizationId, nodeId: organizationId, node };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader icon={icon} title={organization.name} extra={HeaderExtra && <HeaderExtra {...props} />} />
      <Rooms organizationId={organizationId} node={node} pageId={pageId} />
    </div>
  );
}
