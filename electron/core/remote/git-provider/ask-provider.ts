import { AppError } from '#shared/model/errors.ts';
import { type GitProviderType, gitProviderWords } from '#shared/model/git-provider.ts';
import { requestBounded } from '../network/bounded-request.ts';
import { bitbucket } from './bitbucket.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { hasMark, isKey, removeMarks } from './marks.ts';
import type {
  Ask,
  CommitPair,
  GitProviderAccount,
  Listing,
  ProviderAnswer,
  ProviderApi,
  ProviderPage,
  ProviderQuestion,
  ProviderRepository,
} from './provider-api.ts';

const apis: Readonly<Record<GitProviderType, ProviderApi>> = { github, gitlab, gitea, bitbucket };

const timeoutMs = 15_000;
const limitBytes = 8 * 1024 * 1024;

/** A provider that is signed in to. Every question is REMOTE_FAILED with what to do, or LIMIT until when. */
export interface GitProviderClient {
  account(): Promise<string>;
  repositories(listing: Listing): Promise<ProviderPage<ProviderRepository>>;
  branches(repository: string, listing: Listing): Promise<ProviderPage<string>>;
  commitMessage(repository: string, commit: string): Promise<string>;
  changedPaths(repository: string, commits: CommitPair): Promise<readonly string[] | null>;
  /** Has a provider tell an address of pushes, signed by a secret; one of that address must be removed before. */
  addWebhook(repository: string, webhook: { url: string; secret: string }): Promise<void>;
  removeWebhook(repository: string, url: string): Promise<void>;
  hasDeployKey(repository: string, publicKey: string): Promise<boolean>;
  /** Lets a public key that it does not have yet read one repository. */
  addDeployKey(repository: string, key: { title: string; publicKey: string }): Promise<void>;
  removeDeployKey(repository: string, publicKey: string): Promise<void>;
}

export function gitProviderClient(account: GitProviderAccount, signal?: AbortSignal): GitProviderClient {
  const api = apis[account.type];
  const ask =
    (action: string): Ask =>
    (question) =>
      askOnce({ account, api, action, signal }, question);
  return {
    account: () => api.account(ask('Signing in'), account),
    repositories: (listing) => api.repositories(ask('Listing the repositories'), account, listing),
    branches: (repository, listing) => api.branches(ask('Listing the branches'), repository, listing),
    changedPaths: (repository, commits) => api.changedPaths(ask('Comparing commits'), repository, commits),
    commitMessage: (repository, commit) => api.commitMessage(ask('Reading a commit'), repository, commit),
    addWebhook: (repository, webhook) => api.webhooks.add(ask('Making the webhook'), repository, webhook),
    removeWebhook: (repository, url) => {
      const place = { marks: api.webhooks, ask: ask('Taking the webhook away'), repository };
      return removeMarks(place, (known) => known === url);
    },
    hasDeployKey: (repository, publicKey) => {
      const place = { marks: api.deployKeys, ask: ask('Adding a deploy key'), repository };
      return hasMark(place, isKey(publicKey));
    },
    addDeployKey: (repository, key) => api.deployKeys.add(ask('Adding a deploy key'), repository, key),
    removeDeployKey: (repository, publicKey) => {
      const place = { marks: api.deployKeys, ask: ask('Taking the deploy key away'), repository };
      return removeMarks(place, isKey(publicKey));
    },
  };
}

/** What git itself signs in to a provider with, over https. */
export function gitLoginOf(account: GitProviderAccount): { username: string; password: string } {
  return apis[account.type].gitLogin(account);
}

interface Asking {
  readonly account: GitProviderAccount;
  readonly api: ProviderApi;
  readonly action: string;
  readonly signal: AbortSignal | undefined;
}

async function askOnce(asking: Asking, question: ProviderQuestion): Promise<ProviderAnswer> {
  const { account, api, signal } = asking;
  const { method = 'GET', path, query = {}, body } = question;
  const url = new URL(`${api.apiUrl(account.baseUrl)}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await requestBounded(url, {
    method,
    headers: {
      ...api.headers(account),
      'user-agent': 'Quayside',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
    signal,
    timeoutMs,
    limitBytes,
    allowsPrivate: account.allowsPrivate,
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw unreachable(asking, error);
  });
  if (!response.ok) throw await refusalOf(asking, response);
  try {
    return { json: response.status === 204 ? null : await response.json(), headers: response.headers };
  } catch (error) {
    throw failed(asking, 'It answered with something else than JSON.', 'Check its address.', error);
  }
}

/** Errors of the network name addresses of it, which are no stranger's to know: only what it was is told. */
function unreachable(asking: Asking, error: unknown): AppError {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const why = isLate ? `It did not answer within ${timeoutMs / 1_000} s.` : 'It could not be reached.';
  const cure = asking.account.allowsPrivate
    ? 'Check its address, and that it is up.'
    : 'Check its address. One that is not of the public internet needs the right to use this host’s network.';
  return failed(asking, why, cure, error);
}

async function refusalOf(asking: Asking, response: Response): Promise<AppError> {
  const { status, headers } = response;
  const isLimited =
    status === 429 ||
    (status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after')));
  if (isLimited) return limited(asking, headers);
  const said = await wordsOf(response);
  const words = gitProviderWords[asking.account.type];
  if (status === 401) return failed(asking, 'It refuses the token.', `Give it another one. ${words.token}`);
  if (status === 403) return failed(asking, `The token may not do that. ${said}`.trim(), words.token);
  if (status === 404) {
    return failed(asking, 'There is no such thing there, or the token may not see it.', words.token);
  }
  const isOurs = status === 400 || status === 422;
  const cure = isOurs ? 'Look at what it says.' : 'Try again later.';
  return failed(asking, `It answered with status ${status}. ${said}`.trim(), cure);
}

/** `Retry-After` says seconds, GitHub's and GitLab's own headers an instant in seconds. Source: RFC 9110 10.2.3. */
function limited({ account }: Asking, headers: Headers): AppError {
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  const at = Number.isFinite(wait) ? Date.now() + wait * 1_000 : reset * 1_000;
  const isSound = Number.isFinite(at) && at < 8.64e15;
  return new AppError('LIMIT', {
    what: `${hostOf(account)} lets this token ask no more for now`,
    ...(isSound ? { retryAt: new Date(at).toISOString() } : {}),
  });
}

function failed({ account, action }: Asking, stderr: string, cure: string, cause?: unknown): AppError {
  return new AppError('REMOTE_FAILED', { server: hostOf(account), action, stderr, cure }, { cause });
}

function hostOf({ baseUrl }: GitProviderAccount): string {
  return new URL(baseUrl).host;
}

/** What an answer says of itself; the shapes of GitHub and Gitea, GitLab, Bitbucket. */
async function wordsOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { message?: unknown; error?: unknown };
    const words = said.message ?? (said.error as { message?: unknown } | undefined)?.message ?? said.error;
    return (typeof words === 'string' ? words : JSON.stringify(words ?? ''))
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, 300);
  } catch {
    return '';
  }
}
