import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { OwnOrganization } from '#shared/contract/organization.ts';
import type { Session } from '#shared/contract/session.ts';
import { orpc } from '../host/rpc.ts';
import { useOrganizationId } from '../navigation.ts';

/** Who is signed in, with the organizations they belong to. */
export const useSession = (): UseQueryResult<Session> =>
  useQuery(orpc.session.current.queryOptions({ input: {} }));

/** The organization of the current route, as the caller's own membership sees it. */
export const useOrganization = (): OwnOrganization | undefined => {
  const organizationId = useOrganizationId();
  const session = useSession();
  return session.data?.organizations.find(({ id }) => id === organizationId);
};
