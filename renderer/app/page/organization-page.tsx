import { registry } from '../../features/registry.ts';
import { useOpenRequestCount } from '../../lib/access/use-requests.ts';
import { useGo, useOrganizationId } from '../../lib/navigation.ts';
import { useOrganization } from '../../lib/use-session.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { type OrganizationTabId, organizationTabs } from './organization-tabs.tsx';
import { PageHeader } from './page-header.tsx';

/** The page of the organization itself. */
export const OrganizationPage = ({ tab: tabId }: { readonly tab: OrganizationTabId }) => {
  const go = useGo();
  const organizationId = useOrganizationId();
  const organization = useOrganization();
  const waiting = useOpenRequestCount(organizationId);
  const { icon, HeaderExtra } = registry.organization;
  const tab = organizationTabs.find(({ id }) => id === tabId);
  if (!organization || !tab) return null;
  const node = {
    id: organizationId,
    kind: 'organization' as const,
    parentId: null,
    name: organization.name,
    state: 'none' as const,
  };
  const props = { organizationId, nodeId: organizationId, node };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader icon={icon} title={organization.name} extra={HeaderExtra && <HeaderExtra {...props} />} />
      <Tabs
        label={`Parts of ${organization.name}`}
        value={tab.id}
        panelId="organization-panel"
        onChange={(id) => go(organizationTabs.find((each) => each.id === id)?.path(organizationId) ?? '/')}
        tabs={organizationTabs.map(({ id, label }) => ({
          id,
          label,
          count: id === 'requests' && waiting > 0 ? waiting : undefined,
        }))}
      />
      <div id="organization-panel" role="tabpanel" aria-label={tab.label} className="min-h-0 flex-1">
        <tab.Page {...props} />
      </div>
    </div>
  );
};
