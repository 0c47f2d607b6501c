import type { AccessRequest, AccessReview } from '#shared/contract/access.ts';
import type { Activity } from '#shared/contract/activity.ts';
import type { ShownCertificate } from '#shared/contract/domain-certificate.ts';
import type { Invitation } from '#shared/contract/invitation.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import { shownHost } from '#shared/model/domain/host.ts';
import type { NodeState } from '#shared/model/nodes.ts';
import { actWords } from '../../lib/access/permission-words.ts';
import { isOver, workPath } from '../../lib/activity/work.ts';
import { formatDay } from '../../lib/format.ts';
import { memberPath, nodePath, organizationPath, teamPath } from '../../lib/navigation.ts';
import { timeLeft } from '../../lib/time-left.ts';
import { namesTo } from '../../lib/tree/names-to.ts';

/** Something that somebody should look at, and where its cure is. */
export interface Attention {
  readonly id: string;
  readonly state: NodeState;
  /** What it is about. */
  readonly title: string;
  readonly words: string;
  /** What there is to do, as the label of the way to it. */
  readonly cure: string;
  readonly path: string;
}

type EndingGrant = AccessReview['endingGrants'][number];

/** What of an organization the reader may read. */
export interface AttentionSources {
  readonly organizationId: string;
  readonly nodes: ReadonlyMap<string, TreeNode>;
  readonly work: readonly Activity[];
  readonly requests: readonly AccessRequest[];
  readonly invitations: readonly Invitation[];
  readonly endingGrants: readonly EndingGrant[];
  readonly certificates: readonly ShownCertificate[];
}

const dayMs = 86_400_000;
const grantEndsSoonMs = 7 * dayMs;

/** What fails first, then what stands still, then what waits for the reader or ends soon. */
export function attentionOf(sources: AttentionSources, now: number): readonly Attention[] {
  const failedWork = lastOfEach(sources.work).filter(({ state }) => state === 'failed');
  const certificates = certificateItems(sources);
  const told = new Set([...failedWork, ...certificates].map(({ nodeId }) => nodeId));
  const nodes = [...sources.nodes.values()].flatMap((node) => nodeItem(sources, node, told) ?? []);
  return [
    ...failedWork.map((item) => workItem(sources, item)),
    ...nodes.filter(({ state }) => state !== 'stopped'),
    ...certificates.map(({ nodeId: _, ...item }) => item),
    ...requestItems(sources),
    ...invitationItems(sources, now),
    ...grantItems(sources, now),
    ...nodes.filter(({ state }) => state === 'stopped'),
  ];
}

/** A failure that was followed by another attempt is over, or told as that one. */
function lastOfEach(work: readonly Activity[]): Activity[] {
  const newest = new Map<string, Activity>();
  for (const item of work) {
    const known = newest.get(item.nodeId);
    if (!known || known.startedAt < item.startedAt) newest.set(item.nodeId, item);
  }
  return [...newest.values()].filter(isOver);
}

function workItem({ organizationId, nodes }: AttentionSources, item: Activity): Attention {
  return {
    id: item.id,
    state: 'failed',
    title: pathOf(nodes, item.nodeId) || item.title,
    words: item.reason?.split('\n')[0] ?? `${item.title} failed.`,
    cure: 'See why',
    path: workPath(organizationId, item),
  };
}

const nodeWords: Partial<Record<NodeState, readonly [string, string]>> = {
  failed: ['It failed.', 'Look at it'],
  degraded: ['It runs, but not as it should.', 'Look at it'],
  stopped: ['It is stopped.', 'Start it'],
};

function nodeItem(
  { organizationId, nodes }: AttentionSources,
  { id, kind, state, stale }: TreeNode,
  told: ReadonlySet<string>,
): Attention | null {
  const there = { id, title: pathOf(nodes, id), path: nodePath(organizationId, kind, id) };
  if (stale?.isTrouble) return { ...there, state: 'failed', words: stale.reason, cure: 'Connect again' };
  const [words, cure] = (!stale && nodeWords[state]) || [];
  if (words === undefined || cure === undefined || (state !== 'stopped' && told.has(id))) return null;
  return { ...there, state, words, cure };
}

const endings: Partial<Record<NonNullable<ShownCertificate['certificate']>['standing'], NodeState>> = {
  ended: 'failed',
  days: 'degraded',
  fortnight: 'degraded',
};

/** A certificate is told of at each service that shows it; what a proxy renews, when that is late. */
function certificateItems({
  organizationId,
  certificates,
}: AttentionSources): (Attention & { readonly nodeId: string })[] {
  return certificates.flatMap(({ domainId, serviceId, host, certificate, problem }) => {
    const state = certificate && problem === null ? endings[certificate.standing] : undefined;
    if (!certificate || state === undefined) return [];
    const day = formatDay(certificate.notAfter);
    return {
      id: domainId,
      nodeId: serviceId,
      state,
      title: shownHost(host),
      words: state === 'failed' ? `Its certificate ended on ${day}.` : `Its certificate ends on ${day}.`,
      cure: 'Look at it',
      path: nodePath(organizationId, 'service', serviceId, 'domains'),
    };
  });
}

function requestItems({ organizationId, requests }: AttentionSources): Attention[] {
  return requests
    .filter(({ state, isAnswerable }) => state === 'open' && isAnswerable)
    .map(({ id, memberName, permission, place }) => ({
      id,
      state: 'deploying',
      title: memberName,
      words: `Asks to ${actWords(permission)} on ${place.path}.`,
      cure: 'Answer',
      path: organizationPath(organizationId, 'requests'),
    }));
}

function invitationItems({ organizationId, invitations }: AttentionSources, now: number): Attention[] {
  return invitations
    .filter(({ expiresAt }) => Date.parse(expiresAt) - now < dayMs)
    .map(({ id, email, expiresAt }) => ({
      id,
      state: 'degraded',
      title: email,
      words: `Has not accepted the invitation yet: ${timeLeft(expiresAt, now)}.`,
      cure: 'Send it again',
      path: organizationPath(organizationId, 'invitations'),
    }));
}

function grantItems({ organizationId, endingGrants }: AttentionSources, now: number): Attention[] {
  return endingGrants.flatMap(({ grantId, holder, place, tags, endsAt }) => {
    if (endsAt === null || Date.parse(endsAt) - now > grantEndsSoonMs) return [];
    const where = place ? place.path : `what is tagged ${tags.join(', ')}`;
    const path = holder.type === 'team' ? teamPath : memberPath;
    return [
      {
        id: grantId,
        state: 'degraded' as const,
        title: holder.name,
        words: `The grant on ${where} ends on ${formatDay(endsAt)}.`,
        cure: 'Look at it',
        path: path(organizationId, holder.id),
      },
    ];
  });
}

const pathOf = (nodes: ReadonlyMap<string, TreeNode>, id: string): string => namesTo(nodes, id).join('/');
