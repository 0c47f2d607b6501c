import type { GitProviderType } from '#shared/model/git-provider.ts';

/** What signs in to a provider. */
export interface GitProviderAccount {
  readonly type: GitProviderType;
  /** As `gitProviderUrl` writes it. */
  readonly baseUrl: string;
  readonly username: string | null;
  /** Bitbucket lists repositories by workspace. */
  readonly workspace: string | null;
  readonly token: string;
  /** Whether it may be in this machine's own network. */
  readonly allowsPrivate: boolean;
}

export interface ProviderRepository {
  /** `acme/web`, as the other questions want it back. */
  readonly path: string;
  readonly httpsUrl: string;
  readonly sshUrl: string;
  readonly defaultBranch: string | null;
  readonly isPrivate: boolean;
}

/** One question to a provider's interface. */
export interface ProviderQuestion {
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  /** Below the interface's root; whatever is put into it is encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

/** One page of a list, and whether there is another one. */
export interface ProviderPage<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

export interface Listing {
  readonly search: string;
  /** From 1. */
  readonly page: number;
}

/** What a provider's answer is read from. */
export interface ProviderAnswer {
  readonly json: unknown;
  readonly headers: Headers;
}

/** Two commits of one branch. */
export interface CommitPair {
  readonly base: string;
  readonly head: string;
}

export type Ask = (question: ProviderQuestion) => Promise<ProviderAnswer>;

/** One kind of provider: where its interface is, how it is signed in to, and its questions. */
export interface ProviderApi {
  apiUrl(baseUrl: string): string;
  headers(account: GitProviderAccount): Readonly<Record<string, string>>;
  /** What git itself signs in with over https. */
  gitLogin(account: GitProviderAccount): { readonly username: string; readonly password: string };
  /** Who the token is. */
  account(ask: Ask, account: GitProviderAccount): Promise<string>;
  repositories(
    ask: Ask,
    account: GitProviderAccount,
    listing: Listing,
  ): Promise<ProviderPage<ProviderRepository>>;
  branches(ask: Ask, repository: string, listing: Listing): Promise<ProviderPage<string>>;
  /** What the commit says of itself. */
  commitMessage(ask: Ask, repository: string, commit: string): Promise<string>;
  /** The paths that differ between two commits, old names included; null where they are more than it tells. */
  changedPaths(ask: Ask, repository: string, commits: CommitPair): Promise<readonly string[] | null>;
  readonly webhooks: Marks<{ readonly url: string; readonly secret: string }>;
  /** Public keys that may read one repository. */
  readonly deployKeys: Marks<{ readonly title: string; readonly publicKey: string }>;
}

/** What is put to a repository at a provider, and taken away again. */
export interface Marks<T> {
  list(ask: Ask, repository: string, page: number): Promise<ProviderPage<Mark>>;
  add(ask: Ask, repository: string, added: T): Promise<void>;
  remove(ask: Ask, repository: string, id: string): Promise<void>;
}

export interface Mark {
  readonly id: string;
  /** By what we know it again: the address of a webhook, a public key. */
  readonly known: string;
}

export const pageSize = 50;

/** A path of a repository, each part encoded. */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Whether a `Link` header names a next page. Source: RFC 8288. */
export function hasNextLink(headers: Headers): boolean {
  return /;\s*rel="?next"?/i.test(headers.get('link') ?? '');
}
