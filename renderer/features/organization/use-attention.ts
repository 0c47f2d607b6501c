import { useQuery } from '@tanstack/react-query';
import { useRequests } from '../../lib/access/use-requests.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { indexOf, useTree } from '../../lib/tree/use-tree.ts';
import { useNow } from '../../lib/use-now.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { type Attention, attentionOf } from './attention.ts';

const none: readonly never[] = [];

interface Looked {
  /** Undefined while it is not known. */
  readonly items: readonly Attention[] | undefined;
  /** Why it is not. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** What of an organization wants somebody's attention, of what the reader may read. */
export function useAttention(organizationId: string): Looked {
  const now = useNow(60_000);
  const input = { organizationId };
  const tree = useTree(organizationId);
  const work = useQuery(orpc.activity.list.queryOptions({ input }));
  const requests = useRequests(organizationId);
  const mayInvite = usePermission('invitation.read', organizationId).allowed;
  const invitations = useQuery(orpc.invitation.list.queryOptions({ input, enabled: mayInvite }));
  const mayReview = usePermission('member.read', organizationId).allowed;
  const review = useQuery(orpc.access.review.queryOptions({ input, enabled: mayReview }));
  const mayRead = usePermission('domain.read', organizationId).allowed;
  const certificates = useQuery(orpc.domain.certificates.queryOptions({ input, enabled: mayRead }));
  const asked = [tree, work, requests, invitations, review, certificates];
  const sources = {
    organizationId,
    nodes: indexOf(tree.data ?? none).byId,
    work: work.data ?? none,
    requests: requests.data ?? none,
    invitations: invitations.data ?? none,
    endingGrants: review.data?.endingGrants ?? none,
    certificates: certificates.data ?? none,
  };
  const error = asked.find((query) => query.error)?.error;
  const isKnown = !error && asked.every(({ isLoading }) => !isLoading);
  return {
    items: isKnown ? attentionOf(sources, now) : undefined,
    error,
    retry: () => void Promise.all(asked.filter((query) => query.error).map(({ refetch }) => refetch())),
  };
}
