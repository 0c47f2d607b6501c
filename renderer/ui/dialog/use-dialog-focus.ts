import { useCallback, useRef } from 'react';
import { useFocusBefore } from '../focus-before.ts';

interface DialogFocus {
  readonly contentRef: (content: HTMLElement | null) => (() => void) | undefined;
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/**
 * The keyboard of a dialog: it goes to the first field, also to one that comes after what the dialog had to load or
 * with its next step, and back where it was when the dialog closes, or to the page that something in it led to. What goes wrong in it comes into sight.
 */
export function useDialogFocus(isOpen: boolean, hasLed = false): DialogFocus {
  const { giveBack, note } = useFocusBefore(isOpen);
  // what got the keyboard for want of a field; nothing once a key or the mouse chose for itself
  const standIn = useRef<Element | null>(null);
  const contentRef = useCallback(
    (content: HTMLElement | null) => {
      note(content);
      if (!content) return;
      const release = (): void => {
        standIn.current = null;
      };
      const observer = new MutationObserver((changes) => {
        const { activeElement } = document;
        const isLost = activeElement === content || activeElement === document.body;
        if (isLost || (activeElement && activeElement === standIn.current)) focusFirst(content);
        showProblem(content, changes);
      });
      observer.observe(content, { childList: true, subtree: true });
      content.addEventListener('keydown', release);
      content.addEventListener('pointerdown', release);
      return () => {
        observer.disconnect();
        content.removeEventListener('keydown', release);
        content.removeEventListener('pointerdown', release);
      };
    },
    [note],
  );
  return {
    contentRef,
    // not called where a field asked for the keyboard itself
    onOpenAutoFocus: (event) => {
      if (!(event.target instanceof HTMLElement)) return;
      event.preventDefault();
      const hasField = focusFirst(event.target);
      standIn.current = hasField ? null : document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      giveBack(hasLed);
    },
  };
}

const usable = ':not(:disabled, [tabindex="-1"], [type="hidden"], [type="file"], [aria-disabled="true"])';
const inBody = (fields: readonly string[]): string =>
  fields.map((field) => `[data-dialog-body] ${field}${usable}`).join(', ');
const toFill = inBody(['input', 'select', 'textarea']);
const toChoose = inBody(['[role=radiogroup]', '[role=checkbox]', '[role=switch]', '[role=tree]']);

/**
 * Focuses the first field that is to be filled, else the first choice, which comes with an answer; for want of both the
 * first thing that takes the keyboard. Answers whether there was a field.
 */
function focusFirst(content: HTMLElement): boolean {
  const field = content.querySelector<HTMLElement>(toFill) ?? content.querySelector<HTMLElement>(toChoose);
  const target = field ?? content.querySelector<HTMLElement>(`button${usable}, a[href], [tabindex="0"]`);
  target?.focus();
  return field !== null;
}

/** Scrolls an error that has just come into the part of the dialog that is in sight. */
function showProblem(content: HTMLElement, changes: readonly MutationRecord[]): void {
  const isNew = changes.some(({ addedNodes }) =>
    [...addedNodes].some(
      (node) =>
        node instanceof Element && (node.matches('[role=alert]') || node.querySelector('[role=alert]')),
    ),
  );
  if (isNew) content.querySelector('[role=alert]')?.scrollIntoView({ block: 'nearest' });
}
