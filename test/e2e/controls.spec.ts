import type { Page } from '@playwright/test';
import { buildGallery, type Gallery } from './support/gallery.ts';
import { expect, test } from './support/test.ts';

type Look = 'chosen' | 'plain' | 'chosen disabled' | 'disabled';

/** The controls that are compared, by hand: one that the gallery loses is a failure here. */
const chosenOrClosed = ['Checkbox', 'Switch', 'RadioCards', 'TagToggles', 'CheckTree', 'IconButton', 'Tabs'];
const chosenOrNot = [...chosenOrClosed, 'SelectBox', 'PickRow', 'Table'];
const closedOrNot = [
  ...chosenOrClosed,
  ...['TextField', 'TextArea', 'SelectField', 'InlineSelect'],
  ...['Button primary', 'Button default', 'Button danger', 'Button ghost'],
];
const focusable = [...new Set([...chosenOrNot, ...closedOrNot])];

const schemes = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** The contrast that WCAG 1.4.11 asks of the state of a control. */
const stateContrast = 3;
const fewestPixels = 12;

/** Each control in each look as it is drawn: what the browser computes for it, and its pixels. */
interface Drawing {
  readonly paintOf: (control: string, look: Look) => string;
  /** How many pixels of two looks have at least the given contrast to each other. */
  readonly contrasting: (control: string, looks: readonly [Look, Look], ratio: number) => Promise<number>;
}

/** What the browser says that it paints for every specimen and all that is in it. */
const readPaint = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const painted = [
      ...['background-color', 'border-color', 'border-width', 'box-shadow', 'color', 'display', 'fill'],
      ...['font-weight', 'opacity', 'outline', 'rotate', 'stroke', 'transform', 'translate', 'visibility'],
    ];
    const paint = (element: Element): string => {
      const style = getComputedStyle(element);
      return [element.tagName, ...painted.map((name) => style.getPropertyValue(name))].join(' ');
    };
    return Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-control]')].map((root) => [
        `${root.dataset.control}/${root.dataset.look}`,
        [...root.querySelectorAll('*')].map(paint).join('\n'),
      ]),
    );
  });

/** Keeps one picture of the whole page in it, so that no look costs a picture of its own. */
const keepPicture = async (page: Page, path: string): Promise<void> => {
  const picture = await page.screenshot({ path, fullPage: true });
  await page.evaluate(
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      Object.assign(window, { picture: context });
    },
    `data:image/png;base64,${picture.toString('base64')}`,
  );
};

const countContrasting = (page: Page, control: string, looks: readonly [Look, Look], ratio: number) =>
  page.evaluate(
    ({ of, one, other, least }) => {
      const { picture } = window as unknown as { picture: OffscreenCanvasRenderingContext2D };
      const read = (look: string): Uint8ClampedArray => {
        const box = document
          .querySelector(`[data-control="${of}"][data-look="${look}"]`)
          ?.getBoundingClientRect();
        if (!box) throw new Error(`the gallery has no ${of} that is ${look}`);
        const [left, top] = [box.left + window.scrollX, box.top + window.scrollY].map(Math.round);
        return picture.getImageData(left ?? 0, top ?? 0, Math.round(box.width), Math.round(box.height)).data;
      };
      const linear = (value = 0): number =>
        value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      const luminance = (pixels: Uint8ClampedArray, at: number): number =>
        0.2126 * linear(pixels[at]) + 0.7152 * linear(pixels[at + 1]) + 0.0722 * linear(pixels[at + 2]);
      const [a, b] = [read(one), read(other)];
      let count = 0;
      for (let at = 0; at < Math.max(a.length, b.length); at += 4) {
        const pair = [luminance(a, at), luminance(b, at)];
        if ((Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) >= least) count += 1;
      }
      return count;
    },
    { of: control, one: looks[0], other: looks[1], least: ratio },
  );

const draw = async (page: Page, picturePath: string): Promise<Drawing> => {
  const paint = await readPaint(page);
  await keepPicture(page, picturePath);
  return {
    paintOf: (control, look) => {
      const found = paint[`${control}/${look}`];
      if (found === undefined) throw new Error(`the gallery has no ${control} that is ${look}`);
      return found;
    },
    contrasting: (control, looks, ratio) => countContrasting(page, control, looks, ratio),
  };
};

/** What the browser computes has to differ, and so have the pixels: by the given contrast in more than a speck. */
const expectDifferent = async (
  drawing: Drawing,
  control: string,
  looks: readonly [Look, Look],
  ratio: number,
) => {
  const what = `${control}: ${looks.join(' and ')}`;
  expect
    .soft(drawing.paintOf(control, looks[0]), `${what}, computed`)
    .not.toBe(drawing.paintOf(control, looks[1]));
  const pixels = await drawing.contrasting(control, looks, ratio);
  expect.soft(pixels, `${what}, pixels`).toBeGreaterThanOrEqual(fewestPixels);
};

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await buildGallery();
});
test.afterAll(async () => {
  await gallery[Symbol.asyncDispose]();
});

for (const [scheme, media] of Object.entries(schemes)) {
  test(`${scheme}: every control that is chosen, disabled or focused looks so`, async ({ page }, info) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    await gallery.open(page);
    const drawing = await draw(page, info.outputPath('gallery.png'));
    for (const control of chosenOrNot) {
      await expectDifferent(drawing, control, ['chosen', 'plain'], stateContrast);
    }
    for (const control of chosenOrClosed) {
      await expectDifferent(drawing, control, ['chosen disabled', 'disabled'], 1.5);
      await expectDifferent(drawing, control, ['chosen', 'chosen disabled'], 1.2);
    }
    for (const control of closedOrNot) await expectDifferent(drawing, control, ['plain', 'disabled'], 1.2);

    // What a script focuses shows it where a key was the last that was used.
    await page.keyboard.press('Shift');
    for (const control of focusable) {
      await page
        .locator(`[data-control="${control}"][data-look="plain"]`)
        .locator('[tabindex="0"], button, input, select, textarea')
        .last()
        .focus();
      const focused = (await readPaint(page))[`${control}/plain`];
      expect.soft(focused, `${control}: focused and not`).not.toBe(drawing.paintOf(control, 'plain'));
    }
  });
}
