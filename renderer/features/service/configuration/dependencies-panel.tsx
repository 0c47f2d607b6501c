import { useMutation } from '@tanstack/react-query';
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
  const set = useMutation(orpc.service.setDependencies.mutationOptions());
  if (beside.length === 0) return null;
  const chosen = set.isPending ? set.variables.dependsOn : dependsOn.map(({ id }) => id);
  const choose = (id: string, isOn: boolean) => {
    const others = chosen.filter((each) => each !== id);
    set.mutate({ serviceId, dependsOn: isOn ? [...others, id] : others });
  };
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
            isChecked={chosen.includes(id)}
            disabledReason={reason}
            onChange={(isOn) => choose(id, isOn)}
          />
        ))}
      </div>
      <InlineError error={set.error} />
    </FormSection>
  );
}
