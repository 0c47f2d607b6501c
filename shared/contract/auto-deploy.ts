import * as z from 'zod';
import { patternObjection } from '../model/docker-patterns.ts';
import { gitProviderTypes } from '../model/git-provider.ts';
import { hidesSomething } from '../model/invisible.ts';
import { Instant, idOf } from './fields.ts';
import { resource } from './resource.ts';

const SkipWord = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60)
  .refine((text) => !hidesSomething(text), 'must not hold line breaks or anything invisible');

const WatchPath = z
  .string()
  .trim()
  .max(120)
  .refine((text) => !hidesSomething(text), 'must not hold line breaks or anything invisible')
  .superRefine((text, context) => {
    const objection = patternObjection(text);
    if (objection !== null) context.addIssue(objection);
  });

/** By what commits are left out; absent, as it was said before, or as it is usual. */
const leftOutBy = {
  skipWords: z.array(SkipWord).max(20).optional(),
  /** In the pattern language of `.dockerignore`: a commit that changes none of them is left out. Empty: all count. */
  watchPaths: z.array(WatchPath).max(30).optional(),
};

/** What came in by a webhook and was signed by its secret. */
export const WebhookDelivery = z.object({
  event: z.string(),
  receivedAt: Instant,
  /** What became of it, in words; null as long as the branch is being looked at. */
  result: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** An address to which a git server tells of pushes, so that the branch is looked at without waiting for its minute. */
export const Webhook = z.object({
  /** Whose way of signing it takes. */
  type: z.enum(gitProviderTypes),
  /** On this host. */
  path: z.string(),
  /** As others reach it; null where the host was not told its public address (`--hooks-at`). */
  url: z.string().nullable(),
  /** By which git provider it was made at the repository; null where somebody has to do that by hand. */
  madeBy: z.object({ gitProviderId: z.string(), name: z.string(), repository: z.string() }).nullable(),
  createdAt: Instant,
  secretSetAt: Instant,
  /** The newest first, at most 10. */
  deliveries: z.array(WebhookDelivery),
  /** When something was refused that its secret had not signed, since this host started. */
  refusedAt: Instant.nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

/** The secret is told here once; the store keeps it sealed. */
export const NewWebhook = z.object({ webhook: Webhook, secret: z.string() });
export type NewWebhook = z.infer<typeof NewWebhook>;

export const AutoDeploy = z.object({
  serviceId: z.string(),
  isOn: z.boolean(),
  skipWords: z.array(z.string()),
  watchPaths: z.array(z.string()),
  /** Whether a git provider tells what commits say and change; without one every commit is deployed. */
  isTold: z.boolean(),
  /** In whose name it deploys: who switched it on; null while it is off. */
  inNameOf: z.string().nullable(),
  /** The commit that was seen last, and is deployed or left out. */
  seenCommit: z.string().nullable(),
  /** Why it cannot go on; null while it can. */
  problem: z.string().nullable(),
  /** When the branch was looked at last, since this host started. */
  checkedAt: Instant.nullable(),
  /** Null where there is none. */
  webhook: Webhook.nullable(),
  /** Whether this host is one that others can reach: the desktop is not. */
  takesWebhooks: z.boolean(),
});
export type AutoDeploy = z.infer<typeof AutoDeploy>;

export const AutoDeployPreview = z.object({
  branch: z.string(),
  /** Where the branch is now; null where there is no such branch. */
  commit: z.string().nullable(),
  /** The first line of what its commit says, where a git provider tells that. */
  message: z.string().nullable(),
  /** What was deployed last. */
  deployedCommit: z.string().nullable(),
  /** What changed since the commit that was seen last, or that runs; null where nobody tells. At most 100 of them. */
  changed: z.array(z.object({ path: z.string(), counts: z.boolean() })).nullable(),
  changedCount: z.number().int().nullable(),
  wouldDeploy: z.boolean(),
  /** In words. */
  because: z.string(),
});
export type AutoDeployPreview = z.infer<typeof AutoDeployPreview>;

const onService = resource('deployment', { parent: 'service' });

export const autoDeployContract = {
  get: onService.under('read', {
    summary: 'Show whether a service deploys by itself when its branch moves',
    effect: 'read',
    path: '/services/{serviceId}/auto-deploy',
    output: AutoDeploy,
  }),
  set: onService.under('create', {
    summary: 'Have a service deployed when its branch moves, in the name of whoever says so, or stop that',
    effect: 'change',
    method: 'PUT',
    path: '/services/{serviceId}/auto-deploy',
    input: { isOn: z.boolean(), ...leftOutBy },
    output: AutoDeploy,
  }),
  preview: onService.under('create', {
    summary: 'Look where the branch of a service is, and say what would be deployed',
    effect: 'act',
    path: '/services/{serviceId}/auto-deploy/preview',
    input: leftOutBy,
    output: AutoDeployPreview,
  }),
  createWebhook: onService.under('create', {
    summary:
      'Make a webhook that has the branch of a service looked at right after a push; its secret is shown once',
    effect: 'change',
    creates: true,
    path: '/services/{serviceId}/auto-deploy/webhook',
    /** Absent, that of the service's git provider, or of whose address its repository has. */
    input: { type: z.enum(gitProviderTypes).optional() },
    output: NewWebhook,
  }),
  installWebhook: onService.under('create', {
    summary: 'Have a git provider tell of pushes: make the webhook of a service at its repository, too',
    effect: 'act',
    path: '/services/{serviceId}/auto-deploy/webhook/install',
    input: { gitProviderId: idOf('gitProvider', 'gitProvider.read') },
    output: Webhook,
  }),
  rotateWebhook: onService.under('create', {
    summary: 'Give the webhook of a service another secret, which is shown once; the old one signs no more',
    effect: 'act',
    path: '/services/{serviceId}/auto-deploy/webhook/rotate',
    output: NewWebhook,
  }),
  testWebhook: onService.under('create', {
    summary: 'Send the webhook of a service something that it signed, by its public address',
    effect: 'act',
    path: '/services/{serviceId}/auto-deploy/webhook/test',
    output: z.object({ url: z.string(), tookMs: z.number().int() }),
  }),
  deleteWebhook: onService.under('create', {
    summary: 'Delete the webhook of a service; what is sent to its address is refused from then on',
    effect: 'act',
    method: 'DELETE',
    path: '/services/{serviceId}/auto-deploy/webhook',
    /** Why it is at its repository still, where a git provider made it there; it is tried again. */
    output: z.object({ left: z.string().nullable() }),
  }),
};
