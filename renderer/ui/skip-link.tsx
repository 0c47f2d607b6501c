import type { MouseEvent } from 'react';
import { focusPage } from './focus-place.ts';

/** The first stop of a window by keyboard, past everything that stands before the page; shown only while it has it. */
export function SkipLink() {
  const skip = (event: MouseEvent): void => {
    // the address keeps its part behind the `#`
    event.preventDefault();
    focusPage();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads to a part of this page, and only keeps the address as it is
    <a
      href="#page"
      onClick={skip}
      className="not-focus:sr-only fixed top-1.5 left-1.5 z-50 rounded border border-strong bg-raised px-3 py-1 font-medium text-accent shadow-overlay"
    >
      Skip to the page
    </a>
  );
}
