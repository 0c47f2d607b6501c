import { shell } from 'electron';
import type { Log } from '#core/host.ts';
import { externalLink } from './external-link.ts';

/** The only place that opens anything outside the application; what `externalLink` refuses is dropped. */
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
