import * as z from 'zod';
import { gitProviderTypes, gitProviderUrl } from '../model/git-provider.ts';
import { hidesSomething, Instant, Name } from './fields.ts';
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
    summary: 'Sign in to a git provider, and say as whom',
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
  delete: gitProvider.on('delete', {
    summary: 'Delete a git provider that no service fetches by',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
