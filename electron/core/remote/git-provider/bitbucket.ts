import * as z from 'zod';
import { keysIn, marksAt } from './marks-at.ts';
import { encodedPath, type GitProviderAccount, type ProviderApi, pageSize } from './provider-api.ts';

const Repository = z.object({
  full_name: z.string(),
  is_private: z.boolean(),
  mainbranch: z.object({ name: z.string() }).nullable().optional(),
  links: z.object({ clone: z.array(z.object({ name: z.string(), href: z.string() })) }),
});
const Repositories = z.object({ values: z.array(Repository), next: z.string().optional() });
const Commit = z.object({ message: z.string() });
const Place = z.object({ path: z.string() }).nullable().optional();
const Compared = z.object({
  values: z.array(z.object({ old: Place, new: Place })),
  next: z.string().optional(),
});
const Branches = z.object({ values: z.array(z.object({ name: z.string() })), next: z.string().optional() });

const Hooks = z.object({
  values: z.array(z.object({ uuid: z.string(), url: z.string() })),
  next: z.string().optional(),
});
const Keys = z.object({ values: z.array(z.unknown()), next: z.string().optional() });

/** How many files are asked for at once; Bitbucket's most. */
const mostCompared = 500;

/** Bitbucket Cloud. Source: developer.atlassian.com/cloud/bitbucket/rest, version 2.0. */
export const bitbucket: ProviderApi = {
  apiUrl: (baseUrl) =>
    baseUrl === 'https://bitbucket.org' ? 'https://api.bitbucket.org/2.0' : `${baseUrl}/2.0`,
  headers: ({ username, token }) => ({
    accept: 'application/json',
    authorization:
      username === null
        ? `Bearer ${token}`
        : `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`,
  }),
  gitLogin: ({ username, token }) => ({
    username: username === null ? 'x-token-auth' : 'x-bitbucket-api-token-auth',
    password: token,
  }),
  // an access token of a workspace is nobody's: that it lists the workspace is what it can prove
  async account(ask, account) {
    const query = { pagelen: '1' };
    await ask({ path: `/repositories/${workspaceOf(account)}`, query });
    return account.username ?? workspaceOf(account);
  },
  async repositories(ask, account, { search, page }) {
    const query = { sort: '-updated_on', ...pageOf(search, page) };
    const { json } = await ask({ path: `/repositories/${workspaceOf(account)}`, query });
    const { values, next } = Repositories.parse(json);
    return { items: values.map(toRepository), hasMore: next !== undefined };
  },
  async branches(ask, repository, { search, page }) {
    const path = `/repositories/${encodedPath(repository)}/refs/branches`;
    const { json } = await ask({ path, query: pageOf(search, page) });
    const { values, next } = Branches.parse(json);
    return { items: values.map(({ name }) => name), hasMore: next !== undefined };
  },
  async commitMessage(ask, repository, commit) {
    const { json } = await ask({ path: `/repositories/${encodedPath(repository)}/commit/${commit}` });
    return Commit.parse(json).message;
  },
  async changedPaths(ask, repository, { base, head }) {
    const path = `/repositories/${encodedPath(repository)}/diffstat/${head}..${base}`;
    const { json } = await ask({ path, query: { topic: 'false', pagelen: String(mostCompared) } });
    const { values, next } = Compared.parse(json);
    if (next !== undefined) return null;
    return [...new Set(values.flatMap((each) => [each.new?.path ?? [], each.old?.path ?? []].flat()))];
  },
  webhooks: marksAt({
    path: (repository) => `/repositories/${encodedPath(repository)}/hooks`,
    query: (page) => pageOf('', page),
    read({ json }) {
      const { values, next } = Hooks.parse(json);
      return {
        items: values.map(({ uuid, url }) => ({ id: uuid, known: url })),
        hasMore: next !== undefined,
      };
    },
    body: ({ url, secret }) => ({
      description: 'Quayside',
      url,
      secret,
      active: true,
      events: ['repo:push'],
    }),
  }),
  deployKeys: marksAt({
    path: (repository) => `/repositories/${encodedPath(repository)}/deploy-keys`,
    query: (page) => pageOf('', page),
    read({ json }) {
      const { values, next } = Keys.parse(json);
      return { items: keysIn(values), hasMore: next !== undefined };
    },
    body: ({ title, publicKey }) => ({ label: title, key: publicKey }),
  }),
};

function workspaceOf({ workspace }: GitProviderAccount): string {
  return encodeURIComponent(workspace ?? '');
}

/** A text stands in double quotes in Bitbucket's query language. */
function pageOf(search: string, page: number) {
  const q = search ? { q: `name ~ "${search.replace(/[\\"]/g, '\\$&')}"` } : {};
  return { ...q, pagelen: String(pageSize), page: String(page) };
}

function toRepository({ full_name, is_private, mainbranch, links }: z.infer<typeof Repository>) {
  const cloneUrl = (name: string): string => links.clone.find((link) => link.name === name)?.href ?? '';
  // Bitbucket puts the account's name into the address, where git would ask for its password
  return {
    path: full_name,
    httpsUrl: cloneUrl('https').replace(/^(https?:\/\/)[^/@]*@/, '$1'),
    sshUrl: cloneUrl('ssh'),
    defaultBranch: mainbranch?.name ?? null,
    isPrivate: is_private,
  };
}
