import * as z from 'zod';
import { patternObjection } from '../model/docker-patterns.ts';
import { hidesSomething, Instant } from './fields.ts';
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
};
