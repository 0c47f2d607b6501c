import { expect, test } from 'vitest';
import type { AccessRequest, AccessReview } from '#shared/contract/access.ts';
import type { Activity } from '#shared/contract/activity.ts';
import type { ShownCertificate } from '#shared/contract/domain-certificate.ts';
import type { Invitation } from '#shared/contract/invitation.ts';
import type { TreeNode } from '#shared/contract/tree.ts';
import { type AttentionSources, attentionOf } from './attention.ts';

const now = Date.parse('2026-05-05T12:00:00Z');
const inHours = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();

const node = (id: string, parentId: string | null, more: Partial<TreeNode> = {}): TreeNode => ({
  ...{ id, name: id, parentId, kind: 'service', state: 'running' },
  ...more,
});
const tree = (...services: TreeNode[]): ReadonlyMap<string, TreeNode> => {
  const nodes = [
    node('acme', null, { kind: 'organization', state: 'none' }),
    node('shop', 'acme', { kind: 'project', state: 'none' }),
    node('live', 'shop', { kind: 'environment', state: 'none' }),
    ...services,
  ];
  return new Map(nodes.map((each) => [each.id, each]));
};
const work = (id: string, more: Partial<Activity> = {}): Activity => ({
  ...{ id, kind: 'deployment', nodeId: 'web', title: 'Deploy web #2', step: 'failed', state: 'failed' },
  ...{ reason: 'The image is not there.\nmore', startedBy: 'Olivia' },
  ...{ startedAt: inHours(-2), endedAt: inHours(-1) },
  ...more,
});

const look = (more: Partial<AttentionSources>) =>
  attentionOf(
    {
      ...{ organizationId: 'acme', nodes: tree(), work: [], requests: [], invitations: [] },
      ...{ endingGrants: [], certificates: [] },
      ...more,
    },
    now,
  );

test('a failed deployment leads to its page, until another attempt follows', () => {
  const nodes = tree(node('web', 'live', { state: 'failed' }));
  expect(look({ nodes, work: [work('dep_2')] })).toEqual([
    {
      ...{ id: 'dep_2', state: 'failed', title: 'shop/live/web', words: 'The image is not there.' },
      ...{ cure: 'See why', path: '/o/acme/service/web/deployments?deployment=dep_2' },
    },
  ]);
  const again = work('dep_3', { state: 'running', startedAt: inHours(0), endedAt: null });
  expect(look({ nodes: tree(node('web', 'live')), work: [again, work('dep_2')] })).toEqual([]);
});

test('what is not well comes before what is stopped; what idles or is only old is no trouble', () => {
  const reason = 'The server can’t be reached.';
  const nodes = tree(
    node('idle', 'live', { state: 'stopped' }),
    node('ill', 'live', { state: 'degraded' }),
    node('gone', 'live', { state: 'unknown', stale: { seenAt: null, reason } }),
    node('pier', 'acme', {
      kind: 'server',
      state: 'unknown',
      stale: { seenAt: null, reason: 'Nobody asks.' },
    }),
    node('harbour', 'acme', {
      ...{ kind: 'server', state: 'failed', stale: { seenAt: null, reason, isTrouble: true } },
    }),
  );
  expect(look({ nodes }).map(({ title, cure }) => [title, cure])).toEqual([
    ['shop/live/ill', 'Look at it'],
    ['harbour', 'Connect again'],
    ['shop/live/idle', 'Start it'],
  ]);
});

test('what waits for the reader is told: requests to answer, invitations and grants that end soon', () => {
  const request = (id: string, more: Partial<AccessRequest> = {}) =>
    ({
      ...{ id, memberName: 'Mia', permission: 'deployment.create', place: { path: 'acme/shop' } },
      ...{ state: 'open', isAnswerable: true },
      ...more,
    }) as AccessRequest;
  const invitation = (email: string, hours: number) =>
    ({ id: email, email, expiresAt: inHours(hours) }) as Invitation;
  const grant = (grantId: string, hours: number) =>
    ({
      ...{ grantId, holder: { type: 'member', id: 'mem_1', name: 'Max' }, place: { path: 'acme/shop' } },
      ...{ tags: [], endsAt: inHours(hours) },
    }) as unknown as AccessReview['endingGrants'][number];
  const items = look({
    requests: [request('a'), request('b', { isAnswerable: false }), request('c', { state: 'declined' })],
    invitations: [invitation('soon@example.com', 5), invitation('later@example.com', 40)],
    endingGrants: [grant('g1', 24), grant('g2', 24 * 20)],
  });
  expect(items.map(({ title, words, path }) => [title, words, path])).toEqual([
    ['Mia', expect.stringMatching(/^Asks to .* on acme\/shop\.$/), '/o/acme/requests'],
    ['soon@example.com', 'Has not accepted the invitation yet: 5 h left.', '/o/acme/invitations'],
    ['Max', expect.stringMatching(/^The grant on acme\/shop ends on /), '/o/acme/members/mem_1'],
  ]);
});

test('a certificate that ends is told once, in the place of the dot of its service, unless the proxy shows another', () => {
  const shown = (host: string, standing: string, problem: string | null = null) =>
    ({
      ...{ domainId: host, serviceId: 'web', host, problem },
      certificate: { notAfter: inHours(-1), standing },
    }) as ShownCertificate;
  const certificates = [
    shown('xn--bcher-kva.example', 'ended'),
    shown('soon.example', 'days'),
    shown('good.example', 'good'),
    shown('other.example', 'ended', 'The proxy shows another one.'),
    { ...shown('unseen.example', 'good'), certificate: null },
  ];
  const nodes = tree(node('web', 'live', { state: 'degraded' }));
  expect(
    look({ nodes, certificates }).map(({ title, state, words, path }) => [title, state, words, path]),
  ).toEqual([
    [
      'bücher.example',
      'failed',
      expect.stringMatching(/^Its certificate ended on /),
      '/o/acme/service/web/domains',
    ],
    [
      'soon.example',
      'degraded',
      expect.stringMatching(/^Its certificate ends on /),
      '/o/acme/service/web/domains',
    ],
  ]);
});
