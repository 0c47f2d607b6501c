import { isLoopbackUrl } from '#shared/contract/identity-provider.ts';

const longest = 2_048;

const parse = (text: string): URL | undefined => {
  const url = text.length > longest ? null : URL.parse(text);
  return url && !url.username && !url.password && url.hostname ? url : undefined;
};

/**
 * The one judge of links that leave the application: the normalised address when it is plain https without
 * credentials, else undefined. Every link comes from outside (logs, labels, git addresses) and is hostile.
 */
export const externalLink = (text: string): string | undefined => {
  const url = parse(text);
  return url?.protocol === 'https:' ? url.href : undefined;
};

/** The same for where the core itself sends a browser to sign in, which may be a provider on this machine. */
export const signInLink = (text: string): string | undefined => {
  const url = parse(text);
  if (url?.protocol === 'http:' && isLoopbackUrl(url.origin)) return url.href;
  return externalLink(text);
};
