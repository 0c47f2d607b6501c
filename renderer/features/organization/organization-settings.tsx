import type { NodeProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { useOrganization } from '../../lib/session/use-session.ts';
import { DetailsForm } from '../../lib/tree/details-form.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { DangerSection } from './danger-section.tsx';
import { usePolicy } from './use-policy.ts';

/** Name and description, and the danger zone. */
export const OrganizationSettings = ({ organizationId }: Pick<NodeProps, 'organizationId'>) => {
  const organization = useOrganization();
  const { reason } = usePermission('organization.update');
  const policy = usePolicy(organizationId);
  if (!organization) return null;
  const { name, description } = organization;
  return (
    <PageBody width="narrow">
      <DetailsForm
        of={organizationId}
        values={{ name, description }}
        disabledReason={reason}
        save={(values) => rpc.organization.update({ organizationId, ...values })}
      />
      <InlineError error={policy.error} />
      <DangerSection organization={organization} policy={policy.data} />
    </PageBody>
  );
};
