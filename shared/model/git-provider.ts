/** What a host of git repositories can be; each speaks an interface of its own. */
export const gitProviderTypes = ['github', 'gitlab', 'gitea', 'bitbucket'] as const;
export type GitProviderType = (typeof gitProviderTypes)[number];

/** What people call a type, where it is unless said, and what it asks for. */
interface GitProviderWords {
  readonly label: string;
  /** Null where everybody runs their own. */
  readonly home: string | null;
  /** How a token is called there, and what it has to be allowed. */
  readonly token: string;
}

/** The types of git providers, as people know them. */
export const gitProviderWords: Readonly<Record<GitProviderType, GitProviderWords>> = {
  github: {
    label: 'GitHub',
    home: 'https://github.com',
    token:
      'A fine-grained token with “Contents: read”; for deploy keys also “Administration: write”, for webhooks “Webhooks: write”.',
  },
  gitlab: {
    label: 'GitLab',
    home: 'https://gitlab.com',
    token:
      'A personal, group or project access token with “read_api” and “read_repository”; for deploy keys and webhooks “api”.',
  },
  gitea: {
    label: 'Gitea or Forgejo',
    home: null,
    token: 'A token with “read” of repository and user; for deploy keys and webhooks “write” of repository.',
  },
  bitbucket: {
    label: 'Bitbucket',
    home: 'https://bitbucket.org',
    token:
      'An API token with the account’s e-mail as user name, or a workspace access token without one; for webhooks with their scope.',
  },
};

/**
 * The one way in which the address of a provider is written: scheme and host in lower case, a port only where it is not
 * the scheme's, a path without closing slash; null for what is none. A password in it, a query or a fragment is refused.
 */
export function gitProviderUrl(typed: string): string | null {
  const parsed = parse(typed.trim());
  return parsed && `${parsed.origin}${parsed.path.replace(/\/+$/, '')}`;
}

/** Whether an address of a repository lies at a provider: its token goes nowhere else. */
export function isRepositoryOf(baseUrl: string, repositoryUrl: string): boolean {
  const [base, repository] = [parse(baseUrl), parse(repositoryUrl)];
  if (!base || !repository || base.origin !== repository.origin) return false;
  return repository.path.startsWith(`${base.path.replace(/\/+$/, '')}/`);
}

/** The path of a repository at its provider, as its interface wants it: `acme/web`; null for one that lies elsewhere. */
export function repositoryPathOf(baseUrl: string, repositoryUrl: string): string | null {
  const [base, repository] = [parse(baseUrl), parse(repositoryUrl)];
  if (!base || !repository || !isRepositoryOf(baseUrl, repositoryUrl)) return null;
  const start = base.path.replace(/\/+$/, '').length + 1;
  return repository.path
    .slice(start)
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

/**
 * The path of a repository that is fetched over SSH, such as `git@github.com:acme/web.git`, where the host is the provider's
 * own; null elsewhere. A provider below a path of its host leaves that path out of such addresses.
 */
export function sshRepositoryPathOf(baseUrl: string, repositoryUrl: string): string | null {
  const [, byUrl, byColon, path = ''] = sshAddress.exec(repositoryUrl.trim()) ?? [];
  const host = byUrl ?? byColon ?? '';
  const own = parse(baseUrl)?.origin.replace(/^https?:\/\/|:\d+$/g, '');
  if (path === '' || host.toLowerCase() !== own) return null;
  return path.replace(/\/+$/, '').replace(/\.git$/, '');
}

const sshAddress =
  /^(?:ssh:\/\/[^@\s/:]+@([a-z0-9.-]+)(?::\d{1,5})?\/|[^@\s/:]+@([a-z0-9.-]+):)\/*([^\s/]\S*)$/i;
const address =
  /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?(\/[^\s?#\\]*)?$/i;
const ports: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** An address without anything that clients of HTTP read in different ways: user names, dots that lead up, encodings. */
function parse(text: string): { origin: string; path: string } | null {
  const [, scheme = '', host = '', port, path = '/'] = address.exec(text) ?? [];
  if (scheme === '' || /[%\p{Cc}]|(?:^|\/)\.\.?(?:\/|$)/u.test(path)) return null;
  const at = scheme.toLowerCase();
  const isUsual = port === undefined || Number(port) === Number(ports[at]);
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null;
  return { origin: `${at}://${host.toLowerCase()}${isUsual ? '' : `:${Number(port)}`}`, path };
}

/** What of a public key says which it is: its type and its bytes; what stands behind them is a comment, which providers change. */
export function bareKey(publicKey: string): string {
  return publicKey.trim().split(/\s+/, 2).join(' ');
}
