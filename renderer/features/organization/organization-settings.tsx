import { DangerZone } from '../../lib/danger-zone.tsx';
import { DetailsForm } from '../../lib/details-form.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { useOrganization } from '../../lib/use-session.ts';
import { PageBody } from '../../ui/page-body.tsx';
import { Spinner } from '../../ui/spinner.tsx';

export const OrganizationSettings = ({ organizationId, node }: NodeProps) => {
  const organization = useOrganization();
  const { reason } = usePermission('organization.update');
  if (!organization) return <Spinner label="Loading" />;
  const { name, description } = organization;
  return (
    <PageBody width="narrow">
      <DetailsForm
        values={{ name, description }}
        disabledReason={reason}
        save={(values) => rpc.organization.update({ organizationId, ...values })}
      />
      <DangerZone node={node} label="organization" permission="organization.delete">
        Its servers are forgotten, its projects and their history are deleted. You are shown all of it first.
      </DangerZone>
    </PageBody>
  );
};
