import type { Page } from '@playwright/test';

/**
 * What of a page, or of the dialog that lies above it, leaves the window, is cut without saying so, is squeezed until
 * nobody can hit it, or scrolls sideways where no edge tells.
 */
export const cutIn = (page: Page): Promise<string[]> => page.evaluate(findCut);

/** Runs in the page, where nothing of this file is known. */
function findCut(): string[] {
  const found = new Set<string>();
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth + 1) found.add(`the window scrolls sideways: ${scrollWidth} of ${innerWidth}`);
  if (scrollHeight > innerHeight + 1) found.add(`the window scrolls down: ${scrollHeight} of ${innerHeight}`);
  const top = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1);
  const root = top ?? document.body;
  if (top) {
    const box = top.getBoundingClientRect();
    if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight)
      found.add(
        `the dialog leaves the window: ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`,
      );
  }
  const say = (element: Element): string =>
    `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50)}”`;
  /** What only screen readers meet is one pixel wide, or clipped to nothing. */
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('.sr-only') === null &&
    element.getBoundingClientRect().width > 1;
  const above = (element: Element | null): Element[] =>
    element ? [element, ...above(element.parentElement)] : [];

  const cutText = (text: Text, element: Element): string | undefined => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    for (const frame of above(element)) {
      const { overflowX, textOverflow } = getComputedStyle(frame);
      if (overflowX === 'visible') continue;
      const box = frame.getBoundingClientRect();
      const isOut = right > box.right + 1 || left < box.left - 1;
      if (textOverflow === 'ellipsis' && frame.scrollWidth > frame.clientWidth + 1)
        return frame.closest('[title]') || frame.querySelector('[title]')
          ? undefined
          : `cut, and its whole is nowhere: ${say(frame)}`;
      if (isOut && (overflowX === 'auto' || overflowX === 'scroll'))
        return frame.closest('[data-more]') ? undefined : `scrolls sideways without an edge: ${say(frame)}`;
      if (isOut) return `cut without an ellipsis: ${say(element)}`;
    }
    return right > innerWidth + 1 || left < -1 ? `leaves the window: ${say(element)}` : undefined;
  };
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!(node instanceof Text) || !element || !node.data.trim() || element.closest('option')) continue;
    const problem = isSeen(element) ? cutText(node, element) : undefined;
    if (problem) found.add(problem);
  }
  const controls = 'button, a, input, select, textarea, [role=tab], [role=treeitem]';
  for (const control of root.querySelectorAll(controls)) {
    if (!isSeen(control)) continue;
    const { left, right, width } = control.getBoundingClientRect();
    const isInFrame = above(control.parentElement).some(
      (frame) => frame.hasAttribute('data-sideways') && frame.scrollWidth > frame.clientWidth + 1,
    );
    if (!isInFrame && (right > innerWidth + 1 || left < -1)) found.add(`leaves the window: ${say(control)}`);
    if (width < 12) found.add(`squeezed to ${Math.round(width)} pixels: ${say(control)}`);
  }
  return [...found];
}
