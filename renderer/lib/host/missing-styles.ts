const attempts = { most: 10, everyMs: 500 } as const;

/**
 * Loads style sheets again that did not arrive, as where the network changed in the middle of the load: a browser tries
 * none of them twice, and the page would stay without form until somebody reloads it.
 */
export function loadMissingStyles(attempt = 1): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    if (hasRules(link.sheet)) continue;
    const again = link.cloneNode() as HTMLLinkElement;
    if (attempt < attempts.most)
      again.addEventListener('error', () =>
        setTimeout(() => loadMissingStyles(attempt + 1), attempts.everyMs),
      );
    link.replaceWith(again);
  }
}

/** Chromium has a sheet without rules for one that did not arrive, or one whose rules nobody may read. */
function hasRules(sheet: CSSStyleSheet | null): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}
