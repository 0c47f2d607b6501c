import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What fades in or changes its colour has the contrast of neither before it is done; what turns for good is left to turn. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });

/** What axe finds wrong with a page as it is drawn now: each rule with what breaks it. */
export const violations = async (page: Page): Promise<string[]> => {
  await settled(page);
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html}`),
  );
};
