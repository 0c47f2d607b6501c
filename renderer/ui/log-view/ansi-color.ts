interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

// The sixteen of xterm; the theme decides how each is shown, so that contrast holds in light and dark.
const palette: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
].map(([red = 0, green = 0, blue = 0]) => ({ red, green, blue }));

const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);

const indexedRgb = (index: number): Rgb => {
  if (index >= 232) {
    const gray = 8 + (index - 232) * 10;
    return { red: gray, green: gray, blue: gray };
  }
  const cube = index - 16;
  return {
    red: level(Math.floor(cube / 36)),
    green: level(Math.floor(cube / 6) % 6),
    blue: level(cube % 6),
  };
};

const distance = (a: Rgb, b: Rgb): number =>
  (a.red - b.red) ** 2 + (a.green - b.green) ** 2 + (a.blue - b.blue) ** 2;

/** The one of the sixteen theme colours that is nearest to a colour of the 256 or to any other one. */
export const nearestColor = (color: Rgb | { readonly index: number }): number => {
  if ('index' in color && (color.index < 16 || color.index > 255 || !Number.isInteger(color.index)))
    return color.index >= 0 && color.index < 16 ? Math.trunc(color.index) : 7;
  const rgb = 'index' in color ? indexedRgb(color.index) : color;
  return palette.reduce(
    (best, candidate, index) =>
      distance(candidate, rgb) < distance(palette[best] ?? candidate, rgb) ? index : best,
    0,
  );
};
