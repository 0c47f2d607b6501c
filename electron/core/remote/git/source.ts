import { AppError } from '#shared/model/errors.ts';

/** What of a repository is built. */
export interface GitRef {
  readonly kind: 'branch' | 'tag' | 'commit';
  readonly name: string;
}

const refuse = (path: string, message: string): never => {
  throw new AppError('INVALID_INPUT', { issues: [{ path, message }] });
};

const hasOddCharacters = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s\\]/u.test(text);

/** `user@host:path`, git's short form of ssh. */
const shortForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)[^-].*$/;

/**
 * Gives back an address git may be handed: https or ssh, without credentials in it (they belong in their own
 * fields, which are kept secret), and nothing that git could take for an option or another transport.
 */
export const checkGitUrl = (url: string, { allowHttp = false } = {}): string => {
  if (url.length > 2_000 || hasOddCharacters(url))
    refuse('url', 'This address has characters that no address has.');
  if (shortForm.test(url)) return url;
  const parsed = URL.parse(url);
  const protocols = ['https:', 'ssh:', ...(allowHttp ? ['http:'] : [])];
  if (!parsed || !protocols.includes(parsed.protocol)) {
    return refuse('url', 'Use https://…, ssh://… or git@host:path.');
  }
  if (parsed.hostname.startsWith('-')) refuse('url', 'This is not a host name.');
  if (parsed.password || (parsed.username && parsed.protocol !== 'ssh:')) {
    refuse('url', 'Put the user name and token in their own fields, not in the address.');
  }
  return url;
};

/** Gives back a ref git may be handed (git-check-ref-format(1)). */
export const checkGitRef = (ref: GitRef): GitRef => {
  const { kind, name } = ref;
  if (kind === 'commit') {
    return /^[0-9a-f]{7,64}$/.test(name) ? ref : refuse('ref', 'A commit is 7 to 64 hexadecimal digits.');
  }
  const isBad =
    name.length === 0 ||
    name.length > 250 ||
    hasOddCharacters(name) ||
    /^[-/.]|[~^:?*[]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[/.]$/.test(name);
  return isBad ? refuse('ref', `This cannot be the name of a ${kind}.`) : ref;
};

/** Gives back a relative path inside the repository; links in it are judged on the server. */
export const checkInnerPath = (field: string, path: string): string => {
  const isBad =
    path.length > 1_000 || /[\p{Cc}]/u.test(path) || path.startsWith('/') || path.split('/').includes('..');
  return isBad ? refuse(field, 'This has to be a path inside the repository.') : path;
};

/** Gives back a name that may be part of a file name of the job. */
export const checkVariableName = (field: string, name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_.-]{0,100}$/.test(name)
    ? name
    : refuse(field, 'Letters, digits, underscores, dots and dashes only.');
