import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { useOrganizationId } from '../../lib/navigation.ts';
import { PageHeader } from './page-header.tsx';

interface ShellPageProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly Page: ComponentType<{ organizationId: string }>;
}

/** A page of the organization that shows no node. */
export const ShellPage = ({ icon, title, Page }: ShellPageProps) => {
  const organizationId = useOrganizationId();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-line border-b">
        <PageHeader icon={icon} title={title} />
      </div>
      <div className="min-h-0 flex-1">
        <Page organizationId={organizationId} />
      </div>
    </div>
  );
};
