import type { Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    /** Put into the page by `violations`. */
    axe?: typeof axe;
  }
}

/**
 * What axe finds wrong with a page as it is drawn now: each rule with what breaks it. It runs in the page itself and
 * answers nothing else, since gathering what is in order took several times as long as looking for what is not.
 */
export const violations = async (page: Page): Promise<string[]> => {
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(findViolations);
};

/** What fades in or changes its colour has the contrast of neither before it is done; what turns for good is left to turn. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });

/** Runs in the page, where nothing of this file is known. */
async function findViolations(): Promise<string[]> {
  if (document.querySelector('iframe')) throw new Error('axe is not in the frames of this page');
  if (!window.axe) throw new Error('axe is not in this page');
  const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html}`),
  );
}
