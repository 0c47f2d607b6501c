import { useQuery } from '@tanstack/react-query';
import type { AccessRequest, Explanation } from '#shared/contract/access.ts';
import { isPermission } from '#shared/model/permissions.ts';
import { useExplanation } from '../../lib/access/use-explanation.ts';
import { orpc } from '../../lib/host/rpc.ts';

/** What a granted request gives: a role until an instant, or nothing but the permission itself. */
export interface AnswerTerms {
  readonly roleId?: string;
  readonly endsAt?: string;
}

/** The roles that would give what was asked for where it was asked for; null is the member's own. */
export const waysOf = ({
  wouldAllow,
}: Explanation): { readonly roleId: string | null; readonly name: string }[] =>
  wouldAllow
    .filter(({ type }) => type === 'grant')
    .map(({ roleId, role }) => ({ roleId, name: role ?? 'own role' }));

/** By which roles a request can be granted; undefined until it is known, or where it cannot be told. */
export const useAnswerWays = ({ memberId, permission, place }: AccessRequest) => {
  const { data, error } = useExplanation({ memberId, permission, nodeId: place.id });
  return { ways: data && waysOf(data), error };
};

/** What granting would do; a permission for the whole organization is given as an extra. */
export const useAnswerPreview = (request: AccessRequest, terms: AnswerTerms, isReady: boolean) => {
  const { memberId, place, permission } = request;
  const isEverywhere = place.kind === 'organization';
  const member = useQuery(orpc.member.get.queryOptions({ input: { memberId }, enabled: isEverywhere }));
  const extras = [...(member.data?.extras ?? []), permission].filter(isPermission);
  const grants = { add: [{ nodeId: place.id, ...terms }], update: [], remove: [] };
  const preview = useQuery({
    ...orpc.member.preview.queryOptions({
      input: isEverywhere ? { memberId, extras } : { memberId, grants },
      enabled: isReady && (!isEverywhere || member.data !== undefined),
    }),
    gcTime: 0,
  });
  return { data: preview.data, error: member.error ?? preview.error };
};
