import { createHash, timingSafeEqual } from 'node:crypto';
import type { GitProviderType } from '#shared/model/git-provider.ts';

/** Headers of a delivery, by their names in lower case. */
export type DeliveryHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a git server signs and names what it sends. */
interface Dialect {
  /** The header that proves who sends, and what stands in it before the digest. */
  readonly proof: string;
  readonly prefix?: string;
  /** What proves it: HMAC-SHA-256 of the body by the secret, in hex; or the secret itself. */
  readonly provesBy: 'digest' | 'secret';
  readonly event: string;
  readonly delivery: readonly string[];
  readonly push: string;
  readonly ping: string;
}

/**
 * Sources: docs.github.com/webhooks “Validating webhook deliveries”; docs.gitlab.com “Webhooks”; docs.gitea.com and
 * forgejo.org “Webhooks”; support.atlassian.com “Manage webhooks” and “Event payloads” of Bitbucket Cloud.
 */
const dialects: Readonly<Record<GitProviderType, Dialect>> = {
  github: {
    proof: 'x-hub-signature-256',
    prefix: 'sha256=',
    provesBy: 'digest',
    event: 'x-github-event',
    delivery: ['x-github-delivery'],
    push: 'push',
    ping: 'ping',
  },
  gitlab: {
    proof: 'x-gitlab-token',
    provesBy: 'secret',
    event: 'x-gitlab-event',
    delivery: ['idempotency-key', 'x-gitlab-event-uuid'],
    push: 'Push Hook',
    ping: 'Quayside Test Hook',
  },
  gitea: {
    proof: 'x-gitea-signature',
    provesBy: 'digest',
    event: 'x-gitea-event',
    delivery: ['x-gitea-delivery'],
    push: 'push',
    ping: 'ping',
  },
  bitbucket: {
    proof: 'x-hub-signature',
    prefix: 'sha256=',
    provesBy: 'digest',
    event: 'x-event-key',
    delivery: ['x-request-uuid'],
    push: 'repo:push',
    ping: 'diagnostics:ping',
  },
};

/** Whether the header proves that whoever sends has the secret; takes as long whatever stands in it. */
export function isProven(
  type: GitProviderType,
  headers: DeliveryHeaders,
  { secret, digest }: { readonly secret: string; readonly digest: string },
): boolean {
  const { proof, prefix = '', provesBy } = dialects[type];
  const expected = provesBy === 'secret' ? secret : `${prefix}${digest}`;
  return timingSafeEqual(hashOf(only(headers[proof])), hashOf(expected));
}

/** What a sender says of what it sends: no more than a name for it and a number, each of a bounded length. */
export function namesIn(type: GitProviderType, headers: DeliveryHeaders) {
  const { event, delivery, push, ping } = dialects[type];
  const name = plain(only(headers[event]), 60);
  const number = delivery.map((header) => plain(only(headers[header]), 100)).find((found) => found !== '');
  return { event: name, delivery: number, isPush: name === push, isPing: name === ping };
}

/** Whether what proves a delivery is bound to its bytes, so that bytes which came before were sent again. */
export function isBoundToBytes(type: GitProviderType): boolean {
  return dialects[type].provesBy === 'digest';
}

/** The headers that a sender of this type sends with a body, so that it counts as a ping. */
export function pingHeaders(
  type: GitProviderType,
  { secret, digest, delivery }: { secret: string; digest: string; delivery: string },
): Record<string, string> {
  const { proof, prefix = '', provesBy, event, delivery: numbers, ping } = dialects[type];
  return {
    [proof]: provesBy === 'secret' ? secret : `${prefix}${digest}`,
    [event]: ping,
    [numbers[0] ?? '']: delivery,
  };
}

/** A header that came twice says nothing. */
function only(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function plain(text: string, longest: number): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, longest);
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
