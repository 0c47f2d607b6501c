import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ServiceDetail } from '#shared/contract/service.ts';
import { orpc } from '../../../lib/host/rpc.ts';
import { useChildren } from '../../../lib/tree/use-tree.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { FormSection } from '../../../ui/form/form-section.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';

/** Which services beside it have to run before a service; takes effect at once. */
export function DependenciesPanel({ service }: { readonly service: ServiceDetail }) {
  const { id: serviceId, environmentId, dependsOn } = service;
  const { reason } = usePermission('service.update');
  const beside = useChildren(environmentId, 'service').filter(({ id }) => id !== serviceId);
  const client = useQueryClient();
  const set = useMutation(
    orpc.service.setDependencies.mutationOptions({
      // one after another, each shown before the next is sent
      scope: { id: `dependencies of ${serviceId}` },
      onSuccess: (saved) => client.setQueryData(orpc.service.get.queryKey({ input: { serviceId } }), saved),
    }),
  );
  if (beside.length === 0) return null;
  const chosen = new Set(dependsOn.map(({ id }) => id));
  for (const id of (set.isPending && set.variables.add) || []) chosen.add(id);
  for (const id of (set.isPending && set.variables.remove) || []) chosen.delete(id);
  const choose = (id: string, isOn: boolean) =>
    set.mutate({ serviceId, ...(isOn ? { add: [id] } : { remove: [id] }) });
  return (
    <FormSection
      title="Starts after"
      description="Where the whole environment is deployed, these are healthy before it begins, and it goes back before they do. Saved at once."
    >
      <div className="grid max-h-60 grid-cols-2 gap-2 overflow-y-auto">
        {beside.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            isChecked={chosen.has(id)}
            disabledReason={reason}
            onChange={(isOn) => choose(id, isOn)}
          />
        ))}
      </div>
      <InlineError error={set.error} />
    </FormSection>
  );
}
