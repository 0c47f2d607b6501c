import { useCallback, useMemo, useRef } from 'react';
import { focusNear, lineOf, noteOpened } from './focus-line.ts';

interface FocusBefore {
  /** Gives the keyboard back, or to the page, where something was chosen that led there. */
  readonly giveBack: (hasLed?: boolean) => void;
  /** Takes the dialog that was opened. */
  readonly note: (dialog: Element | null) => void;
}

/**
 * Gives the keyboard back to what had it before a dialog took it, or to where that was if it is gone; read while
 * rendering, before any field takes focus.
 */
export function useFocusBefore(isOpen: boolean): FocusBefore {
  const line = useMemo(() => (isOpen ? lineOf(document.activeElement) : []), [isOpen]);
  const note = useCallback((dialog: Element | null) => dialog && noteOpened(dialog, line), [line]);
  const giveBack = (hasLed = false): void => {
    if (!isInDialog(document.activeElement)) focusNear(hasLed ? [] : line);
  };
  return { note, giveBack };
}

/** Radix tells of a close a moment later; a dialog that was opened since, by the very next key, keeps the keyboard. */
function isInDialog(element: Element | null): boolean {
  return element !== null && element.closest('[role=dialog], [role=alertdialog]') !== null;
}

interface MenuFocus {
  /** Notes what has the keyboard when the menu opens. */
  readonly note: (element: Element | null) => void;
  /** Runs an entry with the keyboard back where it was, so that what it opens gets the very next key. */
  readonly run: (entry: () => void) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/** Radix gives the keyboard back a moment after a menu closed, which would take it from what an entry opened. */
export function useMenuFocus(): MenuFocus {
  const before = useRef<Element | null>(null);
  const hasRun = useRef(false);
  return {
    note: (element) => {
      before.current = element;
      hasRun.current = false;
    },
    run: (entry) => {
      hasRun.current = true;
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
      entry();
    },
    onCloseAutoFocus: (event) => {
      if (hasRun.current) event.preventDefault();
    },
  };
}
