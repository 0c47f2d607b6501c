import * as z from 'zod';
import { gitProviderTypes, gitProviderUrl } from '../model/git-provider.ts';
import { hidesSomething } from '../model/invisible.ts';
import { Instant, Name } from './fields.ts';
import { resource } from './resource.ts';

const plain = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !hidesSomething(text), 'must not hold line breaks or anything invisible');

/** Where a provider is; kept as `gitProviderUrl` writes it. */
export const GitProviderUrl = z
  .string()
  .max(300)
  .transform((typed, context) => {
    const url = gitProviderUrl(typed);
    if (url !== null) return url;
    context.addIssue('must be an address such as https://git.example.com, without a password in it');
    return z.NEVER;
  });

/** A token is sent in a header: visible characters of ASCII alone. */
export const GitProviderToken = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(4_096)
  .regex(/^[\x21-\x7e]*$/, 'must hold visible characters of ASCII alone');

/** The account of a token, where its provider wants one. No colon: the sign-in of HTTP ends the name at one. */
export const GitProviderUsername = plain(256).refine((text) => !text.includes(':'), 'must not hold a colon');

/** Bitbucket's workspace. */
export const GitProviderWorkspace = plain(256);

/** What was put to a repository for a service that is gone, or that wants it no more, and could not be taken away yet. */
export const GitProviderLeftover = z.object({
  /** By what it is, so that nothing else that is left there later is taken for it. */
  id: z.string(),
  kind: z.enum(['webhook', 'deploy-key']),
  repository: z.string(),
  /** Why not; null before the first try. */
  problem: z.string().nullable(),
  /** When it was tried last. */
  triedAt: Instant.nullable(),
});
export type GitProviderLeftover = z.infer<typeof GitProviderLeftover>;

export const GitProvider = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  type: z.enum(gitProviderTypes),
  baseUrl: z.string(),
  username: z.string().nullable(),
  workspace: z.string().nullable(),
  /** One more with every edit. */
  version: z.number().int(),
  createdAt: Instant,
  /** When the token was given last. */
  tokenSetAt: Instant,
  /** What has to be taken away there yet; at most 50. */
  leftovers: z.array(GitProviderLeftover),
});
export type GitProvider = z.infer<typeof GitProvider>;

/** A service that fetches its source by a provider. */
export const GitProviderUse = z.object({
  serviceId: z.string(),
  /** `shop/production/web`, as far as the caller sees it. */
  path: z.string(),
  url: z.string(),
});
export type GitProviderUse = z.infer<typeof GitProviderUse>;

export const GitRepository = z.object({
  /** `acme/web` */
  path: z.string(),
  httpsUrl: z.string(),
  sshUrl: z.string(),
  defaultBranch: z.string().nullable(),
  isPrivate: z.boolean(),
});
export type GitRepository = z.infer<typeof GitRepository>;

/** A path at a provider: parts without what would lead out of them. */
export const RepositoryPath = plain(512).refine(
  (path) => /^[^/]+(?:\/[^/]+)+$/.test(path) && !path.split('/').some((part) => /^\.{1,2}$/.test(part)),
  'must be the path of a repository, such as acme/web',
);

const listing = {
  search: plain(200).default(''),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
};

const leftover = z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a leftover, as the provider lists it');

const gitProvider = resource('gitProvider', { parent: 'organization' });

export const gitProviderContract = {
  list: gitProvider.under('read', {
    summary: 'List the git providers that the caller may use',
    effect: 'read',
    filtered: true,
    output: z.array(GitProvider),
  }),
  create: gitProvider.under('create', {
    summary: 'Add a git provider with the token that sources are fetched by',
    effect: 'start',
    input: {
      name: Name,
      type: z.enum(gitProviderTypes),
      /** The provider's own service where it is absent; Gitea and Forgejo have none. */
      baseUrl: GitProviderUrl.optional(),
      username: GitProviderUsername.optional(),
      workspace: GitProviderWorkspace.optional(),
      accessToken: GitProviderToken,
    },
    output: GitProvider,
  }),
  get: gitProvider.on('read', {
    summary: 'Show a git provider, without its token',
    effect: 'read',
    output: GitProvider,
  }),
  usage: gitProvider.on('read', {
    summary: 'List the services whose source is fetched by a git provider',
    effect: 'read',
    path: 'usage',
    output: z.array(GitProviderUse),
  }),
  update: gitProvider.on('update', {
    summary: 'Change a git provider; another address needs the token anew',
    effect: 'change',
    method: 'PATCH',
    input: {
      name: Name.optional(),
      baseUrl: GitProviderUrl.optional(),
      username: GitProviderUsername.optional(),
      workspace: GitProviderWorkspace.optional(),
      /** Absent, the one that is there stays. */
      accessToken: GitProviderToken.optional(),
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: GitProvider,
  }),
  test: gitProvider.on('read', {
    summary:
      'Sign in to a git provider, say as whom, and take away what is left there of services that are gone',
    effect: 'act',
    path: 'test',
    output: z.object({ account: z.string(), tookMs: z.number().int() }),
  }),
  repositories: gitProvider.on('read', {
    summary: 'List the repositories that a git provider lets the token read',
    effect: 'read',
    path: 'repositories',
    input: listing,
    output: z.object({ items: z.array(GitRepository), hasMore: z.boolean() }),
  }),
  branches: gitProvider.on('read', {
    summary: 'List the branches of a repository',
    effect: 'read',
    path: 'branches',
    input: { repository: RepositoryPath, ...listing },
    output: z.object({ items: z.array(z.string()), hasMore: z.boolean() }),
  }),
  removeLeftovers: gitProvider.on('read', {
    summary: 'Try again now to take away what is left at a git provider of services that are gone',
    effect: 'act',
    path: 'leftovers/remove',
    /** That one alone; all of them where it is absent. */
    input: { leftover: leftover.optional() },
    /** What is left still, each with the reason. */
    output: z.array(GitProviderLeftover),
  }),
  forgetLeftover: gitProvider.on('update', {
    summary: 'Forget something that is left at a git provider: it stays there, and is tried no more',
    effect: 'change',
    path: 'leftovers/forget',
    input: { leftover },
    output: z.array(GitProviderLeftover),
  }),
  delete: gitProvider.on('delete', {
    summary: 'Delete a git provider that no service fetches by',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
