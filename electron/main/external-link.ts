const longest = 2_048;

/**
 * The one judge of links that leave the application: the normalised address when it is plain https without
 * credentials, else undefined. Every link comes from outside (logs, labels, git addresses) and is hostile.
 */
export const externalLink = (text: string): string | undefined => {
  if (text.length > longest) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username || url.password || !url.hostname) return undefined;
  return url.href;
};
