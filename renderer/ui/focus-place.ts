/** The parts of a window that have one tab stop, which the arrows move. */
const composite = '[role=tree], [role=listbox], [role=tablist], [role=radiogroup]';

/**
 * Puts the keyboard to a place that cannot hold it itself: to the tab stop of the tree or list that it lies in, else to
 * the nearest heading, at last to that of the page. A ring is never drawn round a whole panel.
 */
export function focusPlace(place: Element | undefined): void {
  const stop = isStop(place) ? place : place?.closest(composite)?.querySelector('[tabindex="0"]');
  const target = stop ?? headingNear(place) ?? document.querySelector('main h1');
  if (target instanceof HTMLElement) focusAt(target);
}

/** Puts the keyboard to the page itself, past everything that stands before it. */
export function focusPage(): void {
  const main = page();
  if (main) focusAt(main);
}

function isStop(place: Element | undefined): boolean {
  return place instanceof HTMLElement && place.tabIndex >= 0;
}

function page(): HTMLElement | null {
  return document.querySelector('main');
}

/** Focuses what takes no keyboard by itself only for as long as it has it, so that no click ever lands on it. */
function focusAt(target: HTMLElement): void {
  if (!target.hasAttribute('tabindex') && target.tabIndex < 0) {
    target.setAttribute('tabindex', '-1');
    target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
  }
  target.focus({ preventScroll: true });
}

function headingNear(place: Element | undefined): Element | undefined {
  for (let up: Element | null | undefined = place; up && up !== document.body; up = up.parentElement) {
    const heading = [...up.querySelectorAll('h1, h2, h3')].find((each) => each.checkVisibility());
    if (heading) return heading;
  }
  return undefined;
}
