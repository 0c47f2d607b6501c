import { useCallback, useRef } from 'react';
import { useFocusBefore } from '../focus-before.ts';

interface DialogFocus {
  readonly contentRef: (content: HTMLElement | null) => (() => void) | undefined;
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/**
 * The keyboard of a dialog: it goes to the first field, also to one that comes after what the dialog had to load or
 * with its next step, and back where it was when the dialog closes, or to the page that something in it led to. What
 * goes wrong in it comes into sight.
 */
export function useDialogFocus(isOpen: boolean, hasLed = false): DialogFocus {
  const { giveBack, note } = useFocusBefore(isOpen);
  // what got the keyboard without being chosen; nothing once a key or the mouse chose for itself
  const given = useRef<Element | null>(null);
  const contentRef = useCallback(
    (content: HTMLElement | null) => {
      note(content);
      if (!content) return;
      const release = (): void => {
        given.current = null;
      };
      const observer = new MutationObserver((changes) => {
        const { activeElement } = document;
        const isLost = activeElement === content || activeElement === document.body;
        const isGiven = activeElement !== null && activeElement === given.current;
        if (isLost || (isGiven && !isField(activeElement))) given.current = focusFirst(content);
        showProblem(content, changes);
      });
      observer.observe(content, { childList: true, subtree: true, attributeFilter: ['aria-disabled'] });
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
      given.current = focusFirst(event.target);
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
 * first thing that takes the keyboard. Answers what has it now.
 */
function focusFirst(content: HTMLElement): Element | null {
  const stops = [toFill, toChoose, `button${usable}, a[href], [tabindex="0"]`];
  for (const stop of stops) {
    const first = content.querySelector<HTMLElement>(stop);
    if (!first) continue;
    first.focus();
    break;
  }
  return document.activeElement;
}

/** Whether it can still be filled or chosen. */
function isField(element: Element): boolean {
  const choices = element.closest('[role=radiogroup]');
  return element.matches(`${toFill}, ${toChoose}`) || choices !== null;
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
