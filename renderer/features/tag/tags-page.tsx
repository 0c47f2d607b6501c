import { Plus, Tags } from 'lucide-react';
import { useState } from 'react';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import { useTagSets } from '../../lib/tags/use-tag-sets.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TagSetDialog } from './tag-dialogs.tsx';
import { TagSetPanel } from './tag-set-panel.tsx';

/** The tag sets of an organization and their tags; what carries a tag is set where the thing is. */
export const TagsPage = ({ organizationId }: { readonly organizationId: string }) => {
  const { allowed } = usePermission('tagSet.read', organizationId);
  const { reason } = usePermission('tagSet.create', organizationId);
  const [isCreating, setCreating] = useState(false);
  const { data, error, refetch } = useTagSets(organizationId);
  if (!allowed)
    return (
      <AskForAccess icon={Tags} what="The list of tags" permission="tagSet.read" nodeId={organizationId} />
    );
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={() => setCreating(true)}>
      New tag set
    </Button>
  );
  return (
    <PageBody width="narrow">
      <InlineError error={error} onRetry={() => void refetch()} />
      {!data && !error && <Spinner label="Loading the tags" />}
      {data?.length === 0 && (
        <EmptyState icon={Tags} title="No tags yet" action={create}>
          Put tags on projects, environments, services and servers, and give grants by them: whatever carries
          the tags is open, also what gets them later.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <>
          <div className="flex items-center gap-3">
            <p className="min-w-0 flex-1 text-secondary">
              Put on under Settings of a project, environment or server, and on a service’s overview.
            </p>
            {create}
          </div>
          {data.map((set) => (
            <TagSetPanel key={set.id} set={set} />
          ))}
        </>
      )}
      {isCreating && <TagSetDialog organizationId={organizationId} onClose={() => setCreating(false)} />}
    </PageBody>
  );
};
