import { externalLink } from './external-link.ts';
import { isOurUrl } from './origin.ts';

export type Navigation =
  | { readonly to: 'stay' }
  | { readonly to: 'reload' }
  | { readonly to: 'outside'; readonly url: string };

/** What becomes of a page's wish to navigate: a reload of itself is allowed, a good link opens outside, all else stays. */
export const judgeNavigation = (currentUrl: string, wantedUrl: string): Navigation => {
  if (isOurUrl(currentUrl) && currentUrl === wantedUrl) return { to: 'reload' };
  const url = externalLink(wantedUrl);
  return url === undefined ? { to: 'stay' } : { to: 'outside', url };
};
