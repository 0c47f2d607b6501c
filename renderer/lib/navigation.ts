import { useLocation, useParams, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { TreeKind } from '#shared/model/nodes.ts';

/** The address of a page of an organization, by the id of its descriptor; without one the overview. */
export const organizationPath = (organizationId: string, page?: string): string =>
  page === undefined || page === 'overview' ? `/o/${organizationId}` : `/o/${organizationId}/${page}`;

/** The address of a node's page; without a tab its first one. */
export const nodePath = (organizationId: string, kind: TreeKind, nodeId: string, tab?: string): string =>
  kind === 'organization'
    ? organizationPath(nodeId, tab)
    : `/o/${organizationId}/${kind}/${nodeId}${tab ? `/${tab}` : ''}`;

/** The address of a member's page; without a tab its first one. */
export const memberPath = (organizationId: string, memberId: string, tab?: string): string =>
  `${organizationPath(organizationId, 'members')}/${memberId}${tab ? `/${tab}` : ''}`;

export const teamPath = (organizationId: string, teamId: string): string =>
  `${organizationPath(organizationId, 'teams')}/${teamId}`;

interface RouteParams {
  readonly organizationId?: string;
  readonly kind?: string;
  readonly nodeId?: string;
  readonly tab?: string;
}

const useRouteParams = (): RouteParams => useParams({ strict: false });

/** The organization of the current route; empty outside of one. */
export const useOrganizationId = (): string => useRouteParams().organizationId ?? '';

/** The node of the current route, where it shows one. */
export const useRouteNodeId = (): string | undefined => useRouteParams().nodeId;

/** Goes to a path of the application. */
export const useGo = (): ((path: string, options?: { replace?: boolean }) => void) => {
  const router = useRouter();
  return useCallback(
    (path, options) => (options?.replace ? router.history.replace(path) : router.history.push(path)),
    [router],
  );
};

/** One value of the query part of the address, and how to set it (undefined takes it away); two can be set in one go. */
export const useSearchParam = (
  name: string,
): readonly [string | undefined, (value: string | undefined, options?: { replace?: boolean }) => void] => {
  const { pathname, searchStr } = useLocation();
  const { history } = useRouter();
  const go = useGo();
  const set = useCallback(
    (value: string | undefined, options?: { replace?: boolean }) => {
      // what was set a moment ago is in the history, and drawn later
      const latest = history.location;
      const search = new URLSearchParams(latest.pathname === pathname ? latest.search : searchStr);
      if (value === undefined) search.delete(name);
      else search.set(name, value);
      go(search.size ? `${pathname}?${search}` : pathname, options);
    },
    [go, history, name, pathname, searchStr],
  );
  return [new URLSearchParams(searchStr).get(name) ?? undefined, set];
};
