import { useMutation, useQuery } from '@tanstack/react-query';
import type { Tag } from '#shared/contract/tag.ts';
import type { taggableKinds } from '#shared/model/nodes.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { AppLink } from '../app-link.tsx';
import { Loaded } from '../frames/loaded.tsx';
import { queryClient } from '../host/query-client.ts';
import { orpc, rpc } from '../host/rpc.ts';
import { organizationPath } from '../navigation.ts';
import { usePermission, usePermissionCheck } from '../use-permission.ts';
import { TagDot } from './tag-dot.tsx';
import { withToggled } from './tag-sets.ts';
import { TagToggles } from './tag-toggles.tsx';
import { useTagSets } from './use-tag-sets.ts';

interface NodeTagsProps {
  readonly organizationId: string;
  readonly nodeId: string;
  readonly kind: (typeof taggableKinds)[number];
}

/** The tags of one node as its page shows them: what is being saved shows already. */
const useNodeTags = (organizationId: string, nodeId: string) => {
  const { allowed } = usePermission('tag.read', nodeId);
  const input = { organizationId, nodeId };
  const saved = useQuery(orpc.tag.of.queryOptions({ input, enabled: allowed }));
  const assign = useMutation({
    mutationFn: (tagIds: string[]) => rpc.tag.assign({ ...input, tagIds }),
    onSuccess: (tags) => queryClient.setQueryData(orpc.tag.of.queryKey({ input }), tags),
  });
  const chosen = assign.isPending ? assign.variables : saved.data?.map(({ id }) => id);
  return { isAllowed: allowed, saved, chosen, assign };
};

/** For one who reads the tags of the node, and not the sets. */
const OwnTags = ({ tags }: { readonly tags: readonly Tag[] }) => (
  <ul aria-label="Tags" className="flex flex-wrap gap-x-4 gap-y-1">
    {tags.length === 0 && <li className="text-secondary">none</li>}
    {tags.map(({ id, canonicalName, color }) => (
      <li key={id} className="flex items-center gap-1.5">
        <TagDot color={color} />
        {canonicalName}
      </li>
    ))}
  </ul>
);

const NoTags = ({ organizationId }: { readonly organizationId: string }) => (
  <p className="text-secondary">
    There are no tags yet.{' '}
    <AppLink to={organizationPath(organizationId, 'tags')} className="text-accent underline">
      Make some
    </AppLink>
  </p>
);

/** The tags of a project, environment, service or server; a press takes effect at once. Nothing for who may not read them. */
export const NodeTags = ({ organizationId, nodeId, kind }: NodeTagsProps) => {
  const check = usePermissionCheck();
  const sets = useTagSets(organizationId);
  const { isAllowed, saved, chosen, assign } = useNodeTags(organizationId, nodeId);
  const isBusy = assign.isPending ? 'The last change is still being saved.' : undefined;
  const reason = check('tag.update', organizationId) ?? check(`${kind}.update`, nodeId) ?? isBusy;
  // what a service shows is mostly not about tags: none are offered where there are none
  if (!isAllowed || (kind === 'service' && sets.data?.length === 0)) return null;
  const hasSets = check('tagSet.read', organizationId) === undefined;
  const query = {
    data: hasSets && !sets.data ? undefined : saved.data,
    error: sets.error ?? saved.error,
    refetch: () => Promise.all([sets, saved].filter(({ error }) => error).map(({ refetch }) => refetch())),
  };
  return (
    <FormSection title="Tags" description="Grants can be given by tags: what carries them is opened by them.">
      <Loaded query={query} doing="Loading the tags">
        {(own) => !hasSets && <OwnTags tags={own} />}
      </Loaded>
      {sets.data?.length === 0 && <NoTags organizationId={organizationId} />}
      {chosen &&
        sets.data?.map((set) => (
          <TagToggles
            key={set.id}
            set={set}
            chosen={chosen}
            onToggle={(tagId) => assign.mutate(withToggled(set, chosen, tagId))}
            disabledReason={reason}
          />
        ))}
      <InlineError error={assign.error} />
    </FormSection>
  );
};
