import { useEffect, useEffectEvent } from 'react';

/** What `/` does everywhere but in fields. */
export function useSearchKey(search: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const isTyped = event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== '/' || isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
