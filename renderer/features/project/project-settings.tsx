import { useQuery } from '@tanstack/react-query';
import { DangerZone } from '../../lib/danger-zone.tsx';
import { DetailsForm } from '../../lib/details-form.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { NodeTags } from '../../lib/tags/node-tags.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Spinner } from '../../ui/spinner.tsx';

export const ProjectSettings = ({ nodeId: projectId, node, organizationId }: NodeProps) => {
  const { data, error, refetch } = useQuery(orpc.project.get.queryOptions({ input: { projectId } }));
  const { reason } = usePermission('project.update');
  if (error) return <InlineError error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spinner label="Loading" />;
  const { name, description } = data;
  return (
    <PageBody width="narrow">
      <DetailsForm
        values={{ name, description }}
        disabledReason={reason}
        save={(values) => rpc.project.update({ projectId, ...values })}
      />
      <NodeTags organizationId={organizationId} nodeId={projectId} kind="project" />
      <DangerZone node={node} label="project" permission="project.delete">
        Its environments and services go with it, also what they run on servers. You are shown all of it
        first.
      </DangerZone>
    </PageBody>
  );
};
