import { useMutation, useQuery } from '@tanstack/react-query';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { NodeTags } from '../../lib/tags/node-tags.tsx';
import { DangerZone } from '../../lib/tree/danger-zone.tsx';
import { DetailsForm } from '../../lib/tree/details-form.tsx';
import { usePermission } from '../../lib/use-permission.ts';
import { FormSection } from '../../ui/form/form-section.tsx';
import { Switch } from '../../ui/form/switch.tsx';
import { InlineError } from '../../ui/inline-error.tsx';

export const EnvironmentSettings = ({ nodeId: environmentId, node, organizationId }: NodeProps) => {
  const query = useQuery(orpc.environment.get.queryOptions({ input: { environmentId } }));
  const { reason } = usePermission('environment.update');
  const protect = useMutation(orpc.environment.update.mutationOptions());
  const isProtectedNow = (stored: boolean): boolean =>
    protect.isPending ? protect.variables.isProtected === true : stored;
  return (
    <ResourcePage query={query} what="the environment" layout="narrow">
      {({ name, description, isProtected }) => (
        <>
          <DetailsForm
            of={environmentId}
            values={{ name, description }}
            disabledReason={reason}
            save={(values) => rpc.environment.update({ environmentId, ...values })}
          />
          <FormSection title="Protection">
            <Switch
              label="Protected environment"
              hint="Looks different, and asks for the typed name before anything in it is destroyed."
              isChecked={isProtectedNow(isProtected)}
              disabledReason={reason}
              onChange={(next) => protect.mutate({ environmentId, isProtected: next })}
            />
            <InlineError error={protect.error} />
          </FormSection>
          <NodeTags organizationId={organizationId} nodeId={environmentId} kind="environment" />
          <DangerZone node={node} label="environment" permission="environment.delete">
            Its services go with it, also what they run on servers. You are shown all of it first.
          </DangerZone>
        </>
      )}
    </ResourcePage>
  );
};
