import { focusPlace } from './focus-place.ts';

/** An element and all that it lies in, from the inside out; from a dialog it goes on where that was opened. */
export type FocusLine = readonly Element[];

/** From where each dialog was opened: one that follows another gives the keyboard back to what opened the first. */
const openedFrom = new WeakMap<Element, FocusLine>();

export function lineOf(element: Element | null): FocusLine {
  if (!element || element === document.body) return [];
  return [element, ...(openedFrom.get(element) ?? lineOf(element.parentElement))];
}

/** Notes where a dialog was opened from, for what is opened from within it in its turn. */
export function noteOpened(dialog: Element, line: FocusLine): void {
  openedFrom.set(dialog, line);
}

/** Puts the keyboard to the first of a line, or to the nearest that is still there, at last to the page. */
export function focusNear(line: FocusLine): void {
  const near = line.find((each) => each.isConnected);
  if (near instanceof HTMLElement && near === line[0]) near.focus({ preventScroll: true });
  else focusPlace(near);
}
