import { SearchX } from 'lucide-react';
import { AppLink } from '../../lib/app-link.tsx';
import { organizationPath, useOrganizationId } from '../../lib/navigation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** An address that leads to nothing which the caller may see. */
export function NotThere() {
  const organizationId = useOrganizationId();
  return (
    <EmptyState
      icon={SearchX}
      title="It is not there"
      action={
        <AppLink to={organizationPath(organizationId)} className="text-accent underline">
          Go to the overview
        </AppLink>
      }
    >
      It was deleted, or you may not see it.
    </EmptyState>
  );
}
