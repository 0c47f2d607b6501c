import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Registry, RegistryUse } from '#shared/contract/registry.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { errorCode } from '../../lib/errors.ts';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';

interface DeleteRegistryProps {
  readonly organizationId: string;
  readonly registry: Registry;
  readonly onClose: () => void;
}

/** Asks before a registry is deleted, and shows which services lose their way to pull by it. */
export function DeleteRegistry({ organizationId, registry, onClose }: DeleteRegistryProps) {
  const { id: registryId, name, address } = registry;
  const usage = useQuery(orpc.registry.usage.queryOptions({ input: { registryId } }));
  const [evenIfUsed, setEvenIfUsed] = useState(false);
  const remove = useMutation({
    mutationFn: () => rpc.registry.delete({ registryId, evenIfUsed }),
    onSuccess: onClose,
  });
  const uses = usage.data ?? [];
  // a service that the reader may not see keeps it as well
  const isUsed = uses.length > 0 || errorCode(remove.error) === 'CONFLICT';
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete registry"
      isDanger
      isBlocked={!usage.isSuccess || (isUsed && !evenIfUsed)}
      isBusy={remove.isPending}
      error={usage.error ?? remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {usage.isSuccess && uses.length === 0 && (
        <p>{`No service that you may see takes its image from ${address}. Its password is deleted with it.`}</p>
      )}
      {uses.length > 0 && <Uses organizationId={organizationId} uses={uses} address={address} />}
      {isUsed && (
        <Checkbox
          label="Delete it all the same"
          hint="What runs goes on. The next pull has no sign-in, and fails where the image is private."
          isChecked={evenIfUsed}
          onChange={setEvenIfUsed}
        />
      )}
    </ConfirmDialog>
  );
}

interface UsesProps {
  readonly organizationId: string;
  readonly uses: readonly RegistryUse[];
  readonly address: string;
}

function Uses({ organizationId, uses, address }: UsesProps) {
  return (
    <div className="flex flex-col gap-1">
      <p>{`${uses.length === 1 ? 'One service takes its image' : `${uses.length} services take their images`} from ${address}:`}</p>
      <ul className="max-h-48 overflow-y-auto rounded border border-line px-3 py-1">
        {uses.map(({ serviceId, path, image }) => (
          <li key={serviceId} className="flex gap-3 py-0.5">
            <AppLink
              to={nodePath(organizationId, 'service', serviceId)}
              className="shrink-0 text-accent hover:underline"
            >
              {path}
            </AppLink>
            <span className="min-w-0 truncate font-mono text-muted text-sm" title={image}>
              {image}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
