import type { Page } from '@playwright/test';

/** What has the keyboard, as a test compares it. */
export interface FocusNow {
  /** Its role or tag with its name, such as `textbox Name`. */
  readonly what: string;
  /** By an outline or a shadow, its own or that of the part that its list points to. */
  readonly isVisible: boolean;
  readonly isInWindow: boolean;
  /** Nothing lies above it. */
  readonly isOnTop: boolean;
}

export const focusNow = (page: Page): Promise<FocusNow> => page.evaluate(readFocus);

/** Runs in the page, where nothing of this file is known. */
function readFocus(): FocusNow {
  const focused = document.activeElement ?? document.body;
  const pointed = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '');
  const shown = pointed && focused.getAttribute('role') !== 'combobox' ? pointed : focused;
  const hasRing = (element: Element): boolean => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  };
  const box = shown.getBoundingClientRect();
  const middle = document.elementFromPoint(
    box.left + Math.min(box.width, 40) / 2,
    box.top + Math.min(box.height, 20) / 2,
  );
  const name =
    shown.getAttribute('aria-label') ??
    [...((shown as HTMLInputElement).labels ?? [])].map(({ textContent }) => textContent).join(' ');
  return {
    what: `${shown.getAttribute('role') ?? shown.tagName.toLowerCase()} ${name || (shown.textContent ?? '').trim().slice(0, 40)}`,
    isVisible: focused !== document.body && hasRing(shown),
    isInWindow: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    isOnTop: middle !== null && (shown.contains(middle) || middle.contains(shown)),
  };
}

/**
 * The fields of one form, or of a page beside its forms, that have one name. Choices of different questions may be called
 * the same: the question is read with them.
 */
export const sharedNames = (page: Page): Promise<string[]> => page.evaluate(findSharedNames);

function findSharedNames(): string[] {
  const top = [...document.querySelectorAll('[role=dialog]')].at(-1) ?? document.body;
  const textOf = (ids: string | null): string =>
    (ids ?? '')
      .split(/\s+/)
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim();
  const nameOf = (field: Element): string =>
    textOf(field.getAttribute('aria-labelledby')) ||
    field.getAttribute('aria-label') ||
    [...((field as HTMLInputElement).labels ?? [])]
      .map(({ textContent }) => textContent)
      .join(' ')
      .trim() ||
    field.getAttribute('title') ||
    (field.textContent ?? '').trim();
  const fields =
    'input:not([type=hidden], [aria-hidden=true]), select, textarea, [role=checkbox], [role=switch], [role=radio], [role=combobox]';
  const seen = new Map<string, Set<Element>>();
  for (const field of top.querySelectorAll(fields)) {
    if (!field.checkVisibility()) continue;
    const form = field.closest('form, [role=dialog]') ?? top;
    const question = field.closest('[role=radiogroup]');
    const forms = [...document.querySelectorAll('form, [role=dialog]')];
    const words = [
      question ? nameOf(question) : '',
      field.getAttribute('role') ?? field.tagName.toLowerCase(),
      nameOf(field),
    ];
    const key = `${forms.indexOf(form)} ${words.join(' ')}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(field));
  }
  return [...seen].filter(([, which]) => which.size > 1).map(([key]) => key.replace(/^-?\d+ /, ''));
}
