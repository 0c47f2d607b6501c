import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { GitProviderType } from '#shared/model/git-provider.ts';

/**
 * A provider's interface as it is published, as far as Quayside asks it: its paths, its way to sign in, its pages and its
 * refusals. GitHub: docs.github.com/rest 2022-11-28; GitLab: docs.gitlab.com/api v4; Gitea: swagger.v1.json; Bitbucket:
 * developer.atlassian.com/cloud/bitbucket/rest 2.0.
 */
export interface GitProviderServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** What was asked, as `GET /user`, without what signs in. */
  readonly asked: string[];
  /** Deploy keys and webhooks that are there, by repository, as they were asked for. */
  readonly deployKeys: KeptMark[];
  readonly webhooks: KeptMark[];
  /** Answers everything so from now on, or what begins so, such as `POST`. */
  refuse(status: number, headers?: Record<string, string>, only?: string): void;
  /** Answers again. */
  relent(): void;
  stop(): Promise<void>;
}

export const goodToken = 'token-of-the-test';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Question {
  readonly method: string;
  /** Decoded, below the interface's root. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly baseUrl: string;
  readonly body: Record<string, unknown>;
}

interface KeptMark {
  readonly id: number;
  readonly repository: string;
  readonly body: Record<string, unknown>;
}

/** What was put to repositories. */
interface Kept {
  readonly deployKeys: KeptMark[];
  readonly webhooks: KeptMark[];
}

interface StandIn {
  readonly root: string;
  signsIn(request: IncomingMessage): boolean;
  answer(question: Question, kept: Kept): Answer | null;
}

/** 120 repositories, so that there are three pages of fifty. */
const names = Array.from({ length: 120 }, (_, index) => `acme/app-${index + 1}`);
const branchNames = ['main', 'develop', 'feature/login'];

/** What `changedPaths` is told of two commits: the last digit of the newer one says what happened between them. */
export const comparedCommits = {
  base: '1'.repeat(40),
  head: '2'.repeat(40),
  /** Of a history that was written anew. */
  diverged: 'd'.repeat(40),
};
const changedFiles = [
  { path: 'api/main.go', before: 'api/main.go' },
  { path: 'docs/new.md', before: 'docs/old.md' },
];

const page = <T>(all: readonly T[], size: number, number: number) => ({
  items: all.slice((number - 1) * size, number * size),
  hasMore: all.length > number * size,
});

const repositoryOfGithub = (name: string, baseUrl: string) => ({
  full_name: name,
  clone_url: `${baseUrl}/${name}.git`,
  ssh_url: `git@git.example.com:${name}.git`,
  default_branch: 'main',
  private: true,
});

const link = (hasMore: boolean, { path, query }: Question): Readonly<Record<string, string>> =>
  hasMore ? { link: `<https://x${path}?page=${Number(query.get('page')) + 1}>; rel="next"` } : {};

/** How a provider lists, makes and takes away one kind of what is put to its repositories. */
interface MarkShape {
  readonly size: string;
  /** As it is listed; a secret is told by nobody. */
  shown(mark: KeptMark): object;
  /** What it answers where the body is none that it takes, or where that is there already. */
  objection(body: Record<string, unknown>, present: readonly KeptMark[]): Answer | undefined;
  paged(items: readonly object[], hasMore: boolean, question: Question): Answer;
  readonly made: number;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const configOf = (body: Record<string, unknown>) => (body['config'] ?? {}) as Record<string, unknown>;
const bareKey = (body: Record<string, unknown>) => textIn(body['key']).split(' ', 2).join(' ');
const hasKey = (body: Record<string, unknown>, present: readonly KeptMark[]) =>
  present.some((each) => bareKey(each.body) === bareKey(body));

const githubRefusal = (resource: string, message: string): Answer => ({
  status: 422,
  body: { message: 'Validation Failed', errors: [{ resource, code: 'custom', message }] },
});

const githubHook: MarkShape = {
  size: 'per_page',
  made: 201,
  shown: ({ id, body }) => ({
    type: 'Repository',
    id,
    name: 'web',
    active: body['active'],
    events: body['events'],
    config: { ...configOf(body), secret: '********' },
  }),
  objection(body, present) {
    if (body['name'] !== 'web') return githubRefusal('Hook', 'name must be web');
    if (!configOf(body)['url']) return githubRefusal('Hook', 'url cannot be blank');
    const same = (each: KeptMark) => configOf(each.body)['url'] === configOf(body)['url'];
    return present.some(same) ? githubRefusal('Hook', 'Hook already exists on this repository') : undefined;
  },
  paged: (items, hasMore, question) => ({ body: items, headers: link(hasMore, question) }),
};

const githubKey: MarkShape = {
  ...githubHook,
  shown: ({ id, body }) => ({ id, key: bareKey(body), title: body['title'], read_only: body['read_only'] }),
  objection: (body, present) =>
    hasKey(body, present) ? githubRefusal('PublicKey', 'key is already in use') : undefined,
};

const giteaHook: MarkShape = {
  ...githubHook,
  size: 'limit',
  shown: ({ id, body }) => ({
    id,
    type: 'gitea',
    active: true,
    events: body['events'],
    config: { url: configOf(body)['url'], content_type: 'json' },
  }),
  objection: (body) =>
    body['type'] === 'gitea' && configOf(body)['url'] && configOf(body)['content_type'] === 'json'
      ? undefined
      : { status: 422, body: { message: 'Missing config option: url' } },
};

const gitlabHook: MarkShape = {
  size: 'per_page',
  made: 201,
  shown: ({ id, body }) => ({ id, url: body['url'], push_events: body['push_events'] }),
  objection: (body) => (body['url'] ? undefined : { status: 400, body: { error: 'url is missing' } }),
  paged: (items, hasMore, { query }) => ({
    body: items,
    headers: { 'x-next-page': hasMore ? String(Number(query.get('page') ?? 1) + 1) : '' },
  }),
};

const gitlabKey: MarkShape = {
  ...gitlabHook,
  shown: ({ id, body }) => ({ id, key: body['key'], title: body['title'], can_push: body['can_push'] }),
  objection: (body, present) =>
    hasKey(body, present)
      ? { status: 400, body: { message: { 'deploy_key.fingerprint_sha256': ['has already been taken'] } } }
      : undefined,
};

const bitbucketHook: MarkShape = {
  size: 'pagelen',
  made: 201,
  shown: ({ id, body }) => ({
    type: 'webhook_subscription',
    uuid: `{${id}}`,
    url: body['url'],
    active: true,
  }),
  objection: (body) =>
    body['url'] && body['description'] && Array.isArray(body['events'])
      ? undefined
      : { status: 400, body: { type: 'error', error: { message: 'Bad request' } } },
  paged: (items, hasMore, { baseUrl }) => ({
    body: { pagelen: items.length, values: items, ...(hasMore ? { next: `${baseUrl}?page=next` } : {}) },
  }),
};

const bitbucketKey: MarkShape = {
  ...bitbucketHook,
  made: 200,
  shown: ({ id, body }) => ({ type: 'deploy_key', id, key: bareKey(body), label: body['label'] }),
  objection: (body, present) =>
    hasKey(body, present)
      ? {
          status: 400,
          body: {
            type: 'error',
            error: { message: 'Someone has already added that access key to this repository.' },
          },
        }
      : undefined,
};

interface MarksAt {
  readonly at: string;
  readonly rest: string;
  readonly repository: string;
  readonly all: KeptMark[];
  readonly shape: MarkShape;
}

const ofMarks = (question: Question, { at, rest, repository, all, shape }: MarksAt): Answer | null => {
  const { method, query, body } = question;
  const present = all.filter((each) => each.repository === repository);
  if (rest === at && method === 'GET') {
    const { items, hasMore } = page(
      present,
      Number(query.get(shape.size) ?? 30),
      Number(query.get('page') ?? 1),
    );
    return shape.paged(items.map(shape.shown), hasMore, question);
  }
  if (rest === at && method === 'POST') {
    const objection = shape.objection(body, present);
    if (objection) return objection;
    const made = { id: 1 + Math.max(0, ...all.map(({ id }) => id)), repository, body };
    all.push(made);
    return { status: shape.made, body: shape.shown(made) };
  }
  const id = rest.startsWith(`${at}/`) ? rest.slice(at.length + 1).replace(/[{}]/g, '') : '';
  const found = all.findIndex((each) => each.repository === repository && String(each.id) === id);
  if (method !== 'DELETE' || found < 0) return null;
  all.splice(found, 1);
  return { status: 204, body: null };
};

const ofGithub: StandIn = {
  root: '/api/v3',
  signsIn: ({ headers }) => headers.authorization === `Bearer ${goodToken}`,
  answer(question, kept) {
    const { path, query, baseUrl } = question;
    const number = Number(query.get('page') ?? 1);
    const size = Number(query.get('per_page') ?? 30);
    if (path === '/user') return { body: { login: 'robot' } };
    if (path === '/user/repos') {
      const { items, hasMore } = page(names, size, number);
      return {
        body: items.map((name) => repositoryOfGithub(name, baseUrl)),
        headers: link(hasMore, question),
      };
    }
    const [, repository = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)$/.exec(path) ?? [];
    if (!names.includes(repository)) return null;
    if (rest === '/branches') return { body: branchNames.map((name) => ({ name })) };
    const [, prefix] = /^\/git\/matching-refs\/heads\/(.*)$/.exec(rest) ?? [];
    if (prefix !== undefined) {
      const found = branchNames.filter((name) => name.startsWith(prefix));
      return { body: found.map((name) => ({ ref: `refs/heads/${name}` })) };
    }
    const [, , head] = /^\/compare\/(\w{40})\.\.\.(\w{40})$/.exec(rest) ?? [];
    if (head !== undefined) {
      const status = head === comparedCommits.diverged ? 'diverged' : 'ahead';
      const files = changedFiles.map(({ path: filename, before }) => ({
        filename,
        ...(before === filename ? { status: 'modified' } : { status: 'renamed', previous_filename: before }),
      }));
      return { body: { status, total_commits: 1, commits: [], files } };
    }
    return (
      ofMarks(question, { at: '/hooks', rest, all: kept.webhooks, repository, shape: githubHook }) ??
      ofMarks(question, { at: '/keys', rest, all: kept.deployKeys, repository, shape: githubKey })
    );
  },
};

const ofGitlab: StandIn = {
  root: '/api/v4',
  signsIn: ({ headers }) => headers['private-token'] === goodToken,
  answer(question, kept) {
    const { path, query, baseUrl } = question;
    const number = Number(query.get('page') ?? 1);
    const size = Number(query.get('per_page') ?? 20);
    const next = (hasMore: boolean) => ({ 'x-next-page': hasMore ? String(number + 1) : '' });
    if (path === '/user') return { body: { username: 'robot' } };
    if (path === '/projects') {
      if (query.get('membership') !== 'true') return { body: [] };
      const found = names.filter((name) => name.includes(query.get('search') ?? ''));
      const { items, hasMore } = page(found, size, number);
      const body = items.map((name) => ({
        path_with_namespace: name,
        http_url_to_repo: `${baseUrl}/${name}.git`,
        ssh_url_to_repo: `git@git.example.com:${name}.git`,
        default_branch: 'main',
        visibility: 'private',
      }));
      return { body, headers: next(hasMore) };
    }
    const [, repository = '', rest = ''] = /^\/projects\/([^/]+\/[^/]+)(\/.*)$/.exec(path) ?? [];
    if (!names.includes(repository)) return null;
    if (rest === '/repository/branches') {
      const found = branchNames.filter((name) => name.includes(query.get('search') ?? ''));
      return { body: found.map((name) => ({ name })), headers: next(false) };
    }
    if (rest === '/repository/compare') {
      const isCut = query.get('to') === comparedCommits.diverged;
      const diffs = changedFiles.map(({ path: new_path, before: old_path }) => ({
        new_path,
        old_path,
        diff: '',
      }));
      return { body: { commits: [], diffs, compare_timeout: isCut, compare_same_ref: false } };
    }
    return (
      ofMarks(question, { at: '/hooks', rest, all: kept.webhooks, repository, shape: gitlabHook }) ??
      ofMarks(question, { at: '/deploy_keys', rest, all: kept.deployKeys, repository, shape: gitlabKey })
    );
  },
};

const ofGitea: StandIn = {
  root: '/api/v1',
  signsIn: ({ headers }) => headers.authorization === `token ${goodToken}`,
  answer(question, kept) {
    const { path, query, baseUrl } = question;
    const number = Number(query.get('page') ?? 1);
    const size = Number(query.get('limit') ?? 30);
    if (path === '/user') return { body: { id: 7, login: 'robot' } };
    if (path === '/repos/search') {
      const found = names.filter((name) => name.includes(query.get('q') ?? ''));
      const { items, hasMore } = page(query.get('uid') === '7' ? found : [], size, number);
      const data = items.map((name) => repositoryOfGithub(name, baseUrl));
      return { body: { ok: true, data }, headers: link(hasMore, question) };
    }
    const [, repository = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)$/.exec(path) ?? [];
    if (!names.includes(repository)) return null;
    if (rest === '/branches') return { body: branchNames.map((name) => ({ name })) };
    const [, base, head] = /^\/compare\/(\w{40})\.\.\.(\w{40})$/.exec(rest) ?? [];
    if (base === comparedCommits.base) {
      const files = changedFiles.flatMap(({ path: filename, before }) => [
        { filename },
        { filename: before },
      ]);
      return { body: { total_commits: 1, commits: [{ sha: head, files }] } };
    }
    if (base === comparedCommits.diverged) {
      return { body: { total_commits: 1, commits: [{ sha: head, files: [] }] } };
    }
    if (base !== undefined) return { body: { total_commits: 0, commits: [] } };
    return (
      ofMarks(question, { at: '/hooks', rest, all: kept.webhooks, repository, shape: giteaHook }) ??
      ofMarks(question, { at: '/keys', rest, all: kept.deployKeys, repository, shape: githubKey })
    );
  },
};

/** `name ~ "text"`, the one form of Bitbucket's query language that is asked. */
const queried = (query: URLSearchParams): string =>
  /^name ~ "((?:[^"\\]|\\.)*)"$/.exec(query.get('q') ?? '')?.[1] ?? '';

const ofBitbucket: StandIn = {
  root: '/2.0',
  signsIn: ({ headers }) =>
    headers.authorization === `Bearer ${goodToken}` ||
    headers.authorization === `Basic ${Buffer.from(`ada@example.com:${goodToken}`).toString('base64')}`,
  answer(question, kept) {
    const { path, query, baseUrl } = question;
    const number = Number(query.get('page') ?? 1);
    const size = Number(query.get('pagelen') ?? 10);
    const next = (hasMore: boolean) => (hasMore ? { next: `${baseUrl}?page=${number + 1}` } : {});
    if (path === '/repositories/acme') {
      const { items, hasMore } = page(
        names.filter((name) => name.includes(queried(query))),
        size,
        number,
      );
      const values = items.map((name) => ({
        full_name: name,
        is_private: true,
        mainbranch: { name: 'main' },
        links: {
          clone: [
            { name: 'https', href: `${baseUrl.replace('://', '://robot@')}/${name}.git` },
            { name: 'ssh', href: `git@git.example.com:${name}.git` },
          ],
        },
      }));
      return { body: { values, ...next(hasMore) } };
    }
    const [, repository = '', rest = ''] = /^\/repositories\/([^/]+\/[^/]+)(\/.*)$/.exec(path) ?? [];
    if (!names.includes(repository)) return null;
    if (rest === '/refs/branches') {
      const found = branchNames.filter((name) => name.includes(queried(query)));
      return { body: { values: found.map((name) => ({ name })) } };
    }
    const [, spec] = /^\/diffstat\/(.*)$/.exec(rest) ?? [];
    if (spec !== undefined) {
      const isLong = spec.startsWith(comparedCommits.diverged);
      const values = changedFiles.map(({ path: now, before }) => ({
        status: now === before ? 'modified' : 'renamed',
        old: { path: before },
        new: { path: now },
      }));
      return { body: { values, ...next(isLong) } };
    }
    return (
      ofMarks(question, { at: '/hooks', rest, all: kept.webhooks, repository, shape: bitbucketHook }) ??
      ofMarks(question, { at: '/deploy-keys', rest, all: kept.deployKeys, repository, shape: bitbucketKey })
    );
  },
};

const standIns: Readonly<Record<GitProviderType, StandIn>> = {
  github: ofGithub,
  gitlab: ofGitlab,
  gitea: ofGitea,
  bitbucket: ofBitbucket,
};

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};

/** Starts a stand-in of a provider on a loopback port; stop it (or `await using`) when the test is done. */
export const startGitProvider = async (type: GitProviderType): Promise<GitProviderServer> => {
  const standIn = standIns[type];
  const asked: string[] = [];
  const kept: Kept = { deployKeys: [], webhooks: [] };
  let refusal: { readonly answer: Answer; readonly only: string } | undefined;
  let baseUrl = '';
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { method = 'GET', url = '/' } = request;
    asked.push(`${method} ${url}`);
    if (refusal && `${method} ${url}`.startsWith(refusal.only)) return refusal.answer;
    if (!standIn.signsIn(request)) return { status: 401, body: { message: 'Bad credentials' } };
    const { pathname, searchParams: query } = new URL(url, 'http://x');
    const body = await bodyOf(request);
    const path = decodeURIComponent(pathname).slice(standIn.root.length);
    const found = pathname.startsWith(standIn.root)
      ? standIn.answer({ method, path, query, baseUrl, body }, kept)
      : null;
    return found ?? { status: 404, body: { message: 'Not Found' } };
  };
  const server = createServer((request, response) => {
    void answerTo(request).then(({ status = 200, body, headers = {} }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    baseUrl,
    asked,
    ...kept,
    refuse(status, headers = {}, only = '') {
      refusal = { answer: { status, body: { message: 'no' }, headers }, only };
    },
    relent() {
      refusal = undefined;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
