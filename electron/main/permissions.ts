import { isOurUrl } from './origin.ts';

/**
 * Every permission is refused but one: writing plain text to the clipboard from our own page, without which no
 * copy button works. It is never asked for, and Chromium ties it to a person's click.
 */
export const isPermitted = (permission: string, requestingUrl: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOurUrl(requestingUrl);

/** Whether a request may leave the page: our own files, and the developer tools of an unpackaged start. */
export const isRequestAllowed = (url: string, ourHosts: readonly string[], isPackaged: boolean): boolean => {
  const parsed = URL.parse(url);
  if (!parsed) return false;
  if (parsed.protocol === 'app:') return ourHosts.includes(parsed.host);
  if (parsed.protocol === 'blob:' || parsed.protocol === 'data:') return true;
  return !isPackaged && (parsed.protocol === 'devtools:' || parsed.protocol === 'chrome-extension:');
};
