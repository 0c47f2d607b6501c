import { SearchX } from 'lucide-react';
import { AppLink } from '../../lib/app-link.tsx';
import { LeftBehind } from '../../lib/drafts/left-behind.tsx';
import { organizationPath, useOrganizationId } from '../../lib/navigation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** An address that leads to nothing which the caller may see, with what they typed about it and never saved. */
export function NotThere({ id }: { readonly id?: string }) {
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
      <p>It was deleted, or you may not see it.</p>
      {id && (
        <div className="mt-4 flex flex-col gap-2 text-left">
          <LeftBehind id={id} />
        </div>
      )}
    </EmptyState>
  );
}
