import { useSyncExternalStore } from 'react';

/** A window in which no list stands beside a page any more, such as 1280 pixels at 200 %; `narrow:` in the styles. */
const narrow = '(width < 60rem)';

/** Whether the window is so narrow that the lists beside the page fold into menus. */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow, () => matchMedia(narrow).matches);
}

function follow(onChange: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
