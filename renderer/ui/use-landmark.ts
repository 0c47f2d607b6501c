import { useState } from 'react';

/** The part of the page that has the keyboard: what opens from it belongs into it, not beside all parts. */
export const useLandmark = (): readonly [Element | null, (isOpen: boolean) => void] => {
  const [landmark, setLandmark] = useState<Element | null>(null);
  const note = (isOpen: boolean): void => {
    if (isOpen)
      setLandmark(document.activeElement?.closest('nav, main, header, footer, [role=dialog]') ?? null);
  };
  return [landmark, note];
};
