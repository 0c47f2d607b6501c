import { HardDrive } from 'lucide-react';
import { useHostRight } from '../../lib/access/host-right.ts';
import { HelpLink } from '../../lib/help-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { AccountsPanel } from './accounts-panel.tsx';
import { FoundingSection } from './founding-section.tsx';
import { ProvidersPanel } from './providers-panel.tsx';
import { TrailPanel } from './trail-panel.tsx';

/** What belongs to the operator of this host, and to no organization. */
export function HostPage() {
  const { allowed } = useHostRight('operate');
  if (!allowed) {
    return (
      <EmptyState icon={HardDrive} title="This host is looked after by its operator">
        Its keys, its network and who may found organizations on it are theirs to give. Ask whoever runs it.
      </EmptyState>
    );
  }
  return (
    <PageBody>
      <FoundingSection />
      <AccountsPanel />
      <ProvidersPanel />
      <TrailPanel />
      <p className="flex gap-4">
        <HelpLink chapter="backup">Back up and restore</HelpLink>
        <HelpLink chapter="lost-password">Lost passwords and owners</HelpLink>
      </p>
    </PageBody>
  );
}
