import { DetailsForm } from '../../lib/details-form.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { rpc } from '../../lib/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { useOrganization } from '../../lib/use-session.ts';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { DangerSection } from './danger-section.tsx';
import { PolicySection } from './policy-section.tsx';
import { SeatsSection } from './seats-section.tsx';
import { usePolicy } from './use-policy.ts';

/** General, policy, seats and default role, danger zone. */
export const OrganizationSettings = ({ organizationId }: Pick<NodeProps, 'organizationId'>) => {
  const organization = useOrganization();
  const { reason } = usePermission('organization.update');
  const policy = usePolicy(organizationId);
  if (!organization) return <Spinner label="Loading" />;
  const { name, description } = organization;
  return (
    <PageBody width="narrow">
      <DetailsForm
        values={{ name, description }}
        disabledReason={reason}
        save={(values) => rpc.organization.update({ organizationId, ...values })}
      />
      {policy.reason && <Notice tone="info">Policy and seats are not shown. {policy.reason}</Notice>}
      <InlineError error={policy.error} />
      {policy.data && (
        <>
          <PolicySection organizationId={organizationId} policy={policy.data} />
          <SeatsSection organizationId={organizationId} policy={policy.data} />
        </>
      )}
      <DangerSection organization={organization} policy={policy.data} />
    </PageBody>
  );
};
