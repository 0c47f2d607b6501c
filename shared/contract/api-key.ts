import * as z from 'zod';
import { nodeKinds, scopeKinds } from '../model/nodes.ts';
import { allPermissions, demandedPermissions } from '../model/permissions.ts';
import { anyIdOf, Instant, idOf, Name } from './fields.ts';
import { open, resource } from './resource.ts';

/** A key's name: 1–32 characters. Source: docs/access.md, "API keys". */
export const ApiKeyName = Name.refine((text) => [...text].length <= 32, 'must be at most 32 characters');

/** How many days a key lives. Source: docs/access.md, "API keys". */
export const ApiKeyLifetime = z.enum(['never', '1', '7', '30', '90', '365']);
export type ApiKeyLifetime = z.infer<typeof ApiKeyLifetime>;

const seconds = z.number().int().min(1).max(31_536_000);
const count = z.number().int().min(1).max(1_000_000_000);

/** At most `count` requests in each window, which begins with the first request after the one before. */
export const RateLimit = z.strictObject({ count, windowSeconds: seconds });
export type RateLimit = z.infer<typeof RateLimit>;

/** At most `cap` requests altogether; with a refill `refillAmount` are given back each `refillEverySeconds`, up to the cap. */
export const RequestCap = z
  .strictObject({ cap: count, refillAmount: count.optional(), refillEverySeconds: seconds.optional() })
  .refine(
    ({ refillAmount, refillEverySeconds }) =>
      (refillAmount === undefined) === (refillEverySeconds === undefined),
    'a refill needs both, how much and how often',
  );
export type RequestCap = z.infer<typeof RequestCap>;

export const ApiKey = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  /** The last four characters of the secret. */
  hint: z.string(),
  /** A token lives minutes, a key as long as it was given. */
  isToken: z.boolean(),
  /** The member whose key it is, and what it can do at most. */
  memberId: z.string(),
  holder: z.string(),
  /** Absent for all that the holder may. */
  permissions: z.array(z.enum(allPermissions)).optional(),
  /** Absent for wherever the holder may; what the reader may not see is left out. */
  scopes: z.array(z.object({ id: z.string(), kind: z.enum(scopeKinds), path: z.string() })).optional(),
  /**
   * `powerless`: nothing is wrong with the key, but its holder is suspended or may no longer use API keys;
   * once that is over it works again.
   */
  state: z.enum(['active', 'expired', 'powerless']),
  /** Absent for a key that never expires. */
  expiresAt: Instant.optional(),
  rateLimit: RateLimit.optional(),
  requestCap: z
    .object({
      cap: z.number(),
      /** As of now, refills counted. */
      left: z.number(),
      refillAmount: z.number().optional(),
      refillEverySeconds: z.number().optional(),
    })
    .optional(),
  createdAt: Instant,
  /** Absent for a key that was never used. */
  usedAt: Instant.optional(),
  /** The network address of its last use. */
  usedFrom: z.string().optional(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** The secret is told here once; the store keeps its hash alone. */
export const NewApiKey = z.object({ key: ApiKey, secret: z.string() });
export type NewApiKey = z.infer<typeof NewApiKey>;

const limits = { rateLimit: RateLimit.optional(), requestCap: RequestCap.optional() };

/** What narrows a key; without them it may whatever its maker may. */
const narrowing = {
  permissions: z.array(z.enum(demandedPermissions)).min(1).max(demandedPermissions.length).optional(),
  nodeIds: z.array(anyIdOf(scopeKinds)).min(1).max(100).optional(),
};

const keyInput = { name: ApiKeyName, expiresInDays: ApiKeyLifetime, ...narrowing, ...limits };
const tokenInput = {
  minutes: z.number().int().min(1).max(60),
  name: ApiKeyName.default('token'),
  ...narrowing,
  ...limits,
};

/** What is chosen for a new key, and for a token; forms check themselves by it. */
export const NewKeyFields = z.strictObject(keyInput);
export const NewTokenFields = z.strictObject(tokenInput);

const changeInput = {
  name: ApiKeyName.optional(),
  rateLimit: RateLimit.nullable().optional(),
  requestCap: RequestCap.nullable().optional(),
};

/** What may change of a key; a limit that is given begins anew, null takes it away. */
export const ApiKeyChanges = z.strictObject(changeInput);
export type ApiKeyChanges = z.infer<typeof ApiKeyChanges>;

const api = resource('api', { parent: 'organization', plural: nodeKinds.apiKey.collection });
const visible = 'it is seen only by its holder and by whoever may update that member';

// `create` is no `start`: what that answers is kept for repetition, and this secret must be kept nowhere.
export const apiKeyContract = {
  list: api.under('read', {
    summary: 'List your own API keys, or those of members whom you may update',
    effect: 'read',
    own: true,
    input: { memberId: idOf('member').optional() },
    output: z.array(ApiKey),
  }),
  create: api.under('read', {
    summary: 'Create an API key of your own; its secret is shown once',
    effect: 'change',
    creates: true,
    input: keyInput,
    output: NewApiKey,
  }),
  createToken: api.under('read', {
    summary: 'Create a token of your own that lives minutes, for a webhook or a CI job',
    effect: 'change',
    creates: true,
    path: 'token',
    input: tokenInput,
    output: NewApiKey,
  }),
  update: open(visible, {
    summary: 'Rename an API key, or change its limits; null takes a limit away',
    effect: 'change',
    path: 'api-keys/{apiKeyId}',
    method: 'PATCH',
    personal: true,
    input: { apiKeyId: idOf('apiKey'), ...changeInput },
    output: ApiKey,
  }),
  revoke: open(visible, {
    summary: 'Revoke an API key for good; what it has open ends at once',
    effect: 'change',
    path: 'api-keys/{apiKeyId}',
    method: 'DELETE',
    input: { apiKeyId: idOf('apiKey') },
    output: z.object({}),
  }),
};
