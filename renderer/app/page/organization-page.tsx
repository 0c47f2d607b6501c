import { registry } from '../../features/registry.ts';
import { organizationPath, useGo, useOrganizationId } from '../../lib/navigation.ts';
import { useOrganization } from '../../lib/use-session.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { PageHeader } from './page-header.tsx';

/** The page of the organization itself; `tab` is one of its feature's. */
export const OrganizationPage = ({ tab: tabId }: { readonly tab: 'overview' | 'settings' }) => {
  const go = useGo();
  const organizationId = useOrganizationId();
  const organization = useOrganization();
  const { icon, tabs, HeaderExtra } = registry.organization;
  const tab = tabs.find(({ id }) => id === tabId);
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
        onChange={(id) => go(organizationPath(organizationId, id === 'settings' ? 'settings' : undefined))}
        tabs={tabs}
      />
      <div id="organization-panel" role="tabpanel" aria-label={tab.label} className="min-h-0 flex-1">
        <tab.Page {...props} />
      </div>
    </div>
  );
};
