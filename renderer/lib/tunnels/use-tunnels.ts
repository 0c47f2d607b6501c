import { useQuery } from '@tanstack/react-query';
import { orpc } from '../host/rpc.ts';
import { useOrganization } from '../session/use-session.ts';

/** The open tunnels of the organization that the reader may close; none where they may open none anywhere. */
export function useTunnels(organizationId: string) {
  const organization = useOrganization();
  const mayOpen =
    organization?.permissions.includes('tunnel.open') ||
    organization?.grants.some(({ permissions }) => permissions.includes('tunnel.open'));
  return useQuery(
    orpc.tunnel.list.queryOptions({ input: { organizationId }, enabled: organizationId !== '' && !!mayOpen }),
  );
}
