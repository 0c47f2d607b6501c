import { useMutation, useQuery } from '@tanstack/react-query';
import { DangerZone } from '../../lib/danger-zone.tsx';
import { DetailsForm } from '../../lib/details-form.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { orpc, rpc } from '../../lib/rpc.ts';
import { NodeTags } from '../../lib/tags/node-tags.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { FormSection } from '../../ui/form-section.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Switch } from '../../ui/switch.tsx';

export const EnvironmentSettings = ({ nodeId: environmentId, node, organizationId }: NodeProps) => {
  const { data, error, refetch } = useQuery(orpc.environment.get.queryOptions({ input: { environmentId } }));
  const { reason } = usePermission('environment.update');
  const protect = useMutation(orpc.environment.update.mutationOptions());
  if (error) return <InlineError error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spinner label="Loading" />;
  const { name, description } = data;
  const isProtected = protect.isPending ? protect.variables.isProtected === true : data.isProtected;
  return (
    <PageBody width="narrow">
      <DetailsForm
        values={{ name, description }}
        disabledReason={reason}
        save={(values) => rpc.environment.update({ environmentId, ...values })}
      />
      <FormSection title="Protection">
        <Switch
          label="Protected environment"
          hint="Looks different, and asks for the typed name before anything in it is destroyed."
          isChecked={isProtected}
          disabledReason={reason}
          onChange={(next) => protect.mutate({ environmentId, isProtected: next })}
        />
        <InlineError error={protect.error} />
      </FormSection>
      <NodeTags organizationId={organizationId} nodeId={environmentId} kind="environment" />
      <DangerZone node={node} label="environment" permission="environment.delete">
        Its services go with it, also what they run on servers. You are shown all of it first.
      </DangerZone>
    </PageBody>
  );
};
