import * as z from 'zod';
import { keysIn, marksAt } from './marks-at.ts';
import { type ProviderApi, pageSize } from './provider-api.ts';

const Project = z.object({
  path_with_namespace: z.string(),
  http_url_to_repo: z.string(),
  ssh_url_to_repo: z.string(),
  default_branch: z.string().nullable().optional(),
  visibility: z.string().optional(),
});
const Branch = z.object({ name: z.string() });
const Commit = z.object({ message: z.string() });
const Compared = z.object({
  diffs: z.array(z.object({ new_path: z.string(), old_path: z.string() })),
  compare_timeout: z.boolean().optional(),
});
const Hook = z.object({ id: z.number(), url: z.string() });
const User = z.object({ username: z.string() });

/** How many files a comparison of GitLab holds unless its administrator lets it hold more. */
const mostCompared = 1_000;

/** GitLab, its own and anybody's. Source: docs.gitlab.com/api, version 4. */
export const gitlab: ProviderApi = {
  apiUrl: (baseUrl) => `${baseUrl}/api/v4`,
  headers: ({ token }) => ({ accept: 'application/json', 'private-token': token }),
  gitLogin: ({ token }) => ({ username: 'oauth2', password: token }),
  async account(ask) {
    return User.parse((await ask({ path: '/user' })).json).username;
  },
  async repositories(ask, _account, { search, page }) {
    const query = {
      membership: 'true',
      order_by: 'last_activity_at',
      ...(search ? { search, search_namespaces: 'true' } : {}),
      ...pageOf(page),
    };
    const { json, headers } = await ask({ path: '/projects', query });
    const items = z
      .array(Project)
      .parse(json)
      .map((found) => ({
        path: found.path_with_namespace,
        httpsUrl: found.http_url_to_repo,
        sshUrl: found.ssh_url_to_repo,
        defaultBranch: found.default_branch ?? null,
        isPrivate: found.visibility !== 'public',
      }));
    return { items, hasMore: hasNext(headers) };
  },
  async branches(ask, repository, { search, page }) {
    const query = { ...(search ? { search } : {}), ...pageOf(page) };
    const path = `/projects/${encodeURIComponent(repository)}/repository/branches`;
    const { json, headers } = await ask({ path, query });
    return {
      items: z
        .array(Branch)
        .parse(json)
        .map(({ name }) => name),
      hasMore: hasNext(headers),
    };
  },
  async commitMessage(ask, repository, commit) {
    const path = `/projects/${encodeURIComponent(repository)}/repository/commits/${commit}`;
    return Commit.parse((await ask({ path })).json).message;
  },
  async changedPaths(ask, repository, { base, head }) {
    const path = `/projects/${encodeURIComponent(repository)}/repository/compare`;
    const { json } = await ask({ path, query: { from: base, to: head, straight: 'true' } });
    const { diffs, compare_timeout: isLate = false } = Compared.parse(json);
    // a list that was cut says nothing of it
    const isWhole = !isLate && diffs.length < mostCompared;
    return isWhole ? [...new Set(diffs.flatMap((each) => [each.new_path, each.old_path]))] : null;
  },
  webhooks: marksAt({
    path: (repository) => `/projects/${encodeURIComponent(repository)}/hooks`,
    query: pageOf,
    read: ({ json, headers }) => ({
      items: z
        .array(Hook)
        .parse(json)
        .map(({ id, url }) => ({ id: String(id), known: url })),
      hasMore: hasNext(headers),
    }),
    body: ({ url, secret }) => ({ url, token: secret, push_events: true, enable_ssl_verification: true }),
  }),
  deployKeys: marksAt({
    path: (repository) => `/projects/${encodeURIComponent(repository)}/deploy_keys`,
    query: pageOf,
    read: ({ json, headers }) => ({ items: keysIn(json), hasMore: hasNext(headers) }),
    body: ({ title, publicKey }) => ({ title, key: publicKey, can_push: false }),
  }),
};

function pageOf(page: number) {
  return { per_page: String(pageSize), page: String(page) };
}

function hasNext(headers: Headers): boolean {
  return (headers.get('x-next-page') ?? '') !== '';
}
