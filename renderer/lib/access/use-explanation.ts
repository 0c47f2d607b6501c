import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Explanation } from '#shared/contract/access.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { orpc } from '../host/rpc.ts';
import { useOrganizationId } from '../navigation.ts';

interface Question {
  readonly permission: Permission;
  readonly nodeId: string;
  /** Oneself where absent. */
  readonly memberId?: string | undefined;
}

/** Why somebody may or may not do something on a node; nothing is asked without a question. */
export const useExplanation = (question: Question | undefined): UseQueryResult<Explanation> => {
  const organizationId = useOrganizationId();
  const { permission = 'organization.read', nodeId = organizationId, memberId } = question ?? {};
  return useQuery(
    orpc.access.explain.queryOptions({
      input: { organizationId, permission, nodeId, ...(memberId ? { memberId } : {}) },
      enabled: question !== undefined && organizationId !== '',
    }),
  );
};
