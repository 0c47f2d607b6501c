import { useMemo, useRef } from 'react';

const focus = (element: Element | null): void => {
  if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
};

/** An element and all that it lies in, from the inside out. */
const lineOf = (element: Element | null): readonly Element[] =>
  element ? [element, ...lineOf(element.parentElement)] : [];

/** Focuses the nearest that is still there of what an element lay in, at last the page's main part. */
const focusNear = (line: readonly Element[]): void => {
  const left = line.find((each) => each.isConnected);
  const place = left && left !== document.body ? left : document.querySelector('main');
  if (!place) return;
  if (!place.hasAttribute('tabindex')) {
    place.setAttribute('tabindex', '-1');
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  focus(place);
};

/** How long after an answer the change feed may still take away what it was about. */
const goneWithinMs = 2_000;

/** What has the keyboard goes when what a dialog did shows on the page, which may be a moment later. */
const followLoss = (line: readonly Element[]): void => {
  const stop = (): void => observer.disconnect();
  const observer = new MutationObserver(() => {
    if (line[0]?.isConnected) return;
    stop();
    if (document.activeElement === document.body) focusNear(line);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(stop, goneWithinMs);
};

/**
 * Gives the keyboard back to what had it before a dialog took it, or to where that was if it is gone; read while
 * rendering, before any field takes focus.
 */
export const useFocusBefore = (isOpen: boolean): (() => void) => {
  const line = useMemo(() => (isOpen ? lineOf(document.activeElement) : []), [isOpen]);
  return () => {
    const [before] = line;
    if (!before) return;
    if (!before.isConnected) return focusNear(line);
    focus(before);
    followLoss(line);
  };
};

interface MenuFocus {
  /** Notes what has the keyboard when the menu opens. */
  readonly note: (element: Element | null) => void;
  /** Runs an entry with the keyboard back where it was, so that what it opens gets the very next key. */
  readonly run: (entry: () => void) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/** Radix gives the keyboard back a moment after a menu closed, which would take it from what an entry opened. */
export const useMenuFocus = (): MenuFocus => {
  const before = useRef<Element | null>(null);
  const hasRun = useRef(false);
  return {
    note: (element) => {
      before.current = element;
      hasRun.current = false;
    },
    run: (entry) => {
      hasRun.current = true;
      focus(before.current);
      entry();
    },
    onCloseAutoFocus: (event) => {
      if (hasRun.current) event.preventDefault();
    },
  };
};
