import * as z from 'zod';
import { hooksIn, keysIn, marksAt } from './marks-at.ts';
import { encodedPath, hasNextLink, type ProviderApi, pageSize } from './provider-api.ts';

const Repository = z.object({
  full_name: z.string(),
  clone_url: z.string(),
  ssh_url: z.string(),
  default_branch: z.string().nullable().optional(),
  private: z.boolean(),
});
const Found = z.object({ data: z.array(Repository) });
const Branch = z.object({ name: z.string() });
const Commit = z.object({ commit: z.object({ message: z.string() }) });
const Compared = z.object({
  total_commits: z.number(),
  commits: z.array(z.object({ files: z.array(z.object({ filename: z.string() })).nullish() })),
});
const User = z.object({ id: z.number(), login: z.string() });

/** Gitea and Forgejo. Source: their swagger.v1.json, the same in both for what is asked here. */
export const gitea: ProviderApi = {
  apiUrl: (baseUrl) => `${baseUrl}/api/v1`,
  headers: ({ token }) => ({ accept: 'application/json', authorization: `token ${token}` }),
  // the name says nothing beside a token, but git asks for one
  gitLogin: ({ token, username }) => ({ username: username ?? 'token', password: token }),
  async account(ask) {
    return User.parse((await ask({ path: '/user' })).json).login;
  },
  async repositories(ask, _account, { search, page }) {
    const { id } = User.parse((await ask({ path: '/user' })).json);
    const query = { uid: String(id), q: search, sort: 'updated', order: 'desc', ...pageOf(page) };
    const { json, headers } = await ask({ path: '/repos/search', query });
    const items = Found.parse(json).data.map((found) => ({
      path: found.full_name,
      httpsUrl: found.clone_url,
      sshUrl: found.ssh_url,
      defaultBranch: found.default_branch ?? null,
      isPrivate: found.private,
    }));
    return { items, hasMore: hasNextLink(headers) };
  },
  async branches(ask, repository, { search, page }) {
    const path = `/repos/${encodedPath(repository)}/branches`;
    const { json, headers } = await ask({ path, query: pageOf(page) });
    const names = z
      .array(Branch)
      .parse(json)
      .map(({ name }) => name);
    const wanted = search.toLowerCase();
    return {
      items: names.filter((name) => name.toLowerCase().includes(wanted)),
      hasMore: hasNextLink(headers),
    };
  },
  async commitMessage(ask, repository, commit) {
    const { json } = await ask({ path: `/repos/${encodedPath(repository)}/git/commits/${commit}` });
    return Commit.parse(json).commit.message;
  },
  async changedPaths(ask, repository, { base, head }) {
    const path = `/repos/${encodedPath(repository)}/compare`;
    const { commits, total_commits: total } = Compared.parse(
      (await ask({ path: `${path}/${base}...${head}` })).json,
    );
    // what a history that was written anew takes away is among no commit of the new one
    const back = Compared.parse((await ask({ path: `${path}/${head}...${base}` })).json);
    const isWhole =
      total === commits.length && commits.every(({ files }) => files) && back.total_commits === 0;
    if (!isWhole) return null;
    return [...new Set(commits.flatMap(({ files }) => (files ?? []).map(({ filename }) => filename)))];
  },
  webhooks: marksAt({
    path: (repository) => `/repos/${encodedPath(repository)}/hooks`,
    query: pageOf,
    read: ({ json, headers }) => ({ items: hooksIn(json), hasMore: hasNextLink(headers) }),
    body({ url, secret }) {
      const config = { url, secret, content_type: 'json' };
      return { type: 'gitea', active: true, events: ['push'], config };
    },
  }),
  deployKeys: marksAt({
    path: (repository) => `/repos/${encodedPath(repository)}/keys`,
    query: pageOf,
    read: ({ json, headers }) => ({ items: keysIn(json), hasMore: hasNextLink(headers) }),
    body: ({ title, publicKey }) => ({ title, key: publicKey, read_only: true }),
  }),
};

function pageOf(page: number) {
  return { limit: String(pageSize), page: String(page) };
}
