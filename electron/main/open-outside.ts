import { shell } from 'electron';
import type { Log } from '#core/host.ts';
import { externalLink, signInLink } from './external-link.ts';

/** Opens a link of a page outside the application; what `externalLink` refuses is dropped. */
export const openOutside = (url: string, log: Log): void => {
  const link = externalLink(url);
  if (!link) {
    log.warn('a link was not opened', { scheme: URL.parse(url)?.protocol ?? 'none' });
    return;
  }
  shell
    .openExternal(link)
    .catch((error: unknown) => log.warn('a link could not be opened', { error: String(error) }));
};

/** Opens the page of a provider to sign in at; rejects where `signInLink` refuses it, or no browser opens. */
export const openSignIn = async (url: string): Promise<void> => {
  const link = signInLink(url);
  if (!link) throw new Error('the page to sign in at is no https or loopback address');
  await shell.openExternal(link);
};
