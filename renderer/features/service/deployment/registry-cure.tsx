import { useQuery } from '@tanstack/react-query';
import { registryOfImage } from '#shared/model/registry-address.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { organizationPath } from '../../../lib/navigation.ts';
import { dialogSearch } from '../../../lib/pages/use-address-dialog.ts';
import { usePermission } from '../../../lib/use-permission.ts';
import { Notice } from '../../../ui/notice.tsx';

interface RegistryCureProps {
  readonly organizationId: string;
  /** Null where no registry has it. */
  readonly image: string | null;
}

/** The way to the registry that refused an image, or to a new one where there is none for its address. */
export function RegistryCure({ organizationId, image }: RegistryCureProps) {
  const reading = usePermission('registry.read', organizationId);
  const { data } = useQuery(
    orpc.registry.list.queryOptions({ input: { organizationId }, enabled: reading.allowed }),
  );
  if (image === null) return null;
  const address = registryOfImage(image);
  if (!reading.allowed) {
    return (
      <Notice tone="info" title={`${address} refused the image`}>
        Who manages the registries of this organization can add or change the one for {address}.
      </Notice>
    );
  }
  const known = data?.find((registry) => registry.address === address);
  const page = organizationPath(organizationId, 'registries');
  const to = known ? page : `${page}${dialogSearch('new-registry')}&for=${encodeURIComponent(address)}`;
  return (
    <Notice
      tone="info"
      title={
        known ? `The registry “${known.name}” is there for ${address}` : `No registry for ${address} yet`
      }
      action={
        <AppLink to={to} className="shrink-0 text-accent hover:underline">
          {known ? 'Registries' : 'Add a registry'}
        </AppLink>
      }
    >
      {known
        ? 'Test it there, and give it another password if it is refused. Then deploy again.'
        : 'Private images are pulled by the account of a registry. Add one, then deploy again.'}
    </Notice>
  );
}
