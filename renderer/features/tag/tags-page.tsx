import { Plus, Tags } from 'lucide-react';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { useAddressDialog } from '../../lib/pages/use-address-dialog.ts';
import { useTagSets } from '../../lib/tags/use-tag-sets.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TagSetDialog } from './tag-dialogs.tsx';
import { TagSetPanel } from './tag-set-panel.tsx';

/** The tag sets of an organization and their tags; what carries a tag is set where the thing is. */
export const TagsPage = ({ organizationId }: { readonly organizationId: string }) => {
  const { reason } = usePermission('tagSet.create', organizationId);
  const creation = useAddressDialog('new-tag-set');
  const query = useTagSets(organizationId);
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={creation.open}>
      New tag set
    </Button>
  );
  return (
    <ResourcePage query={query} what="the tags" layout="narrow">
      {(sets) => (
        <>
          {sets.length === 0 ? (
            <EmptyState icon={Tags} title="No tags yet" action={create}>
              Put tags on projects, environments, services and servers, and give grants by them: whatever
              carries the tags is open, also what gets them later.
            </EmptyState>
          ) : (
            <div className="flex items-center gap-3">
              <p className="min-w-0 flex-1 text-secondary">
                Put on under Settings of a project, environment or server, and on a service’s overview.
              </p>
              {create}
            </div>
          )}
          {sets.map((set) => (
            <TagSetPanel key={set.id} set={set} />
          ))}
          {creation.isOpen && <TagSetDialog organizationId={organizationId} onClose={creation.close} />}
        </>
      )}
    </ResourcePage>
  );
};
