import { useMemo, useRef } from 'react';

const focus = (element: Element | null): void => {
  if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
};

/** Gives the keyboard back to what had it before a dialog took it; read while rendering, before any field takes focus. */
export const useFocusBefore = (isOpen: boolean): (() => void) => {
  const before = useMemo(() => (isOpen ? document.activeElement : null), [isOpen]);
  return () => focus(before);
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
