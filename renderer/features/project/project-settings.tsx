import { useQuery } from '@tanstack/react-query';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { NodeTags } from '../../lib/tags/node-tags.tsx';
import { DangerZone } from '../../lib/tree/danger-zone.tsx';
import { DetailsForm } from '../../lib/tree/details-form.tsx';
import { usePermission } from '../../lib/use-permission.ts';

export const ProjectSettings = ({ nodeId: projectId, node, organizationId }: NodeProps) => {
  const query = useQuery(orpc.project.get.queryOptions({ input: { projectId } }));
  const { reason } = usePermission('project.update');
  return (
    <ResourcePage query={query} what="the project" layout="narrow">
      {({ name, description }) => (
        <>
          <DetailsForm
            of={projectId}
            values={{ name, description }}
            disabledReason={reason}
            save={(values) => rpc.project.update({ projectId, ...values })}
          />
          <NodeTags organizationId={organizationId} nodeId={projectId} kind="project" />
          <DangerZone node={node} label="project" permission="project.delete">
            Its environments and services go with it, also what they run on servers. You are shown all of it
            first.
          </DangerZone>
        </>
      )}
    </ResourcePage>
  );
};
