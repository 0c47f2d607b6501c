import * as z from 'zod';
import { hooksIn, keysIn, marksAt } from './marks-at.ts';
import { encodedPath, hasNextLink, type ProviderApi, type ProviderPage, pageSize } from './provider-api.ts';

const Repository = z.object({
  full_name: z.string(),
  clone_url: z.string(),
  ssh_url: z.string(),
  default_branch: z.string().nullable().optional(),
  private: z.boolean(),
});
const Branch = z.object({ name: z.string() });
const Commit = z.object({ message: z.string() });
const Compared = z.object({
  status: z.enum(['ahead', 'behind', 'diverged', 'identical']),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })),
});
const User = z.object({ login: z.string() });

const mostSearched = 10;
const searchSize = 100;
/** Of how many files GitHub tells at the most; nothing says that there are more. */
const mostCompared = 300;

/** GitHub and GitHub Enterprise Server. Source: docs.github.com/rest, version 2022-11-28. */
export const github: ProviderApi = {
  apiUrl: (baseUrl) => (baseUrl === 'https://github.com' ? 'https://api.github.com' : `${baseUrl}/api/v3`),
  headers: ({ token }) => ({
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  }),
  gitLogin: ({ token }) => ({ username: 'x-access-token', password: token }),
  async account(ask) {
    return User.parse((await ask({ path: '/user' })).json).login;
  },
  async repositories(ask, _account, { search, page }) {
    const listed = async (each: number, size: number) => {
      const query = { sort: 'pushed', per_page: String(size), page: String(each) };
      const { json, headers } = await ask({ path: '/user/repos', query });
      return { items: z.array(Repository).parse(json).map(toRepository), hasMore: hasNextLink(headers) };
    };
    if (search === '') return listed(page, pageSize);
    return searched(search, (each) => listed(each, searchSize));
  },
  async branches(ask, repository, { search, page }) {
    const path = `/repos/${encodedPath(repository)}`;
    if (search !== '') {
      const found = await ask({ path: `${path}/git/matching-refs/heads/${encodedPath(search)}` });
      const refs = z.array(z.object({ ref: z.string() })).parse(found.json);
      return { items: refs.map(({ ref }) => ref.replace(/^refs\/heads\//, '')), hasMore: false };
    }
    const { json, headers } = await ask({ path: `${path}/branches`, query: pageOf(page) });
    return {
      items: z
        .array(Branch)
        .parse(json)
        .map(({ name }) => name),
      hasMore: hasNextLink(headers),
    };
  },
  async commitMessage(ask, repository, commit) {
    const { json } = await ask({ path: `/repos/${encodedPath(repository)}/git/commits/${commit}` });
    return Commit.parse(json).message;
  },
  async changedPaths(ask, repository, { base, head }) {
    const path = `/repos/${encodedPath(repository)}/compare/${base}...${head}`;
    const { json } = await ask({ path, query: { per_page: '1', page: '1' } });
    const { status, files } = Compared.parse(json);
    // what a history that was written anew takes away is not among the files
    const isWhole = (status === 'ahead' || status === 'identical') && files.length < mostCompared;
    return isWhole ? files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat()) : null;
  },
  webhooks: marksAt({
    path: (repository) => `/repos/${encodedPath(repository)}/hooks`,
    query: pageOf,
    read: ({ json, headers }) => ({ items: hooksIn(json), hasMore: hasNextLink(headers) }),
    body({ url, secret }) {
      const config = { url, secret, content_type: 'json', insecure_ssl: '0' };
      return { name: 'web', active: true, events: ['push'], config };
    },
  }),
  deployKeys: marksAt({
    path: (repository) => `/repos/${encodedPath(repository)}/keys`,
    query: pageOf,
    read: ({ json, headers }) => ({ items: keysIn(json), hasMore: hasNextLink(headers) }),
    body: ({ title, publicKey }) => ({ title, key: publicKey, read_only: true }),
  }),
};

type Page = ProviderPage<ReturnType<typeof toRepository>>;

/** GitHub searches all of GitHub or nothing: of what the token reads, the first thousand are looked through. */
async function searched(search: string, listed: (page: number) => Promise<Page>): Promise<Page> {
  const wanted = search.toLowerCase();
  const items = [];
  for (let page = 1; page <= mostSearched; page += 1) {
    const found = await listed(page);
    items.push(...found.items.filter(({ path }) => path.toLowerCase().includes(wanted)));
    if (!found.hasMore || items.length >= pageSize) break;
  }
  return { items: items.slice(0, pageSize), hasMore: false };
}

function toRepository(found: z.infer<typeof Repository>) {
  return {
    path: found.full_name,
    httpsUrl: found.clone_url,
    sshUrl: found.ssh_url,
    defaultBranch: found.default_branch ?? null,
    isPrivate: found.private,
  };
}

function pageOf(page: number) {
  return { per_page: String(pageSize), page: String(page) };
}
