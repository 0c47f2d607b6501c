const maxSections = 100;

/** Splits output at its `@@name` lines; each section's lines without empty ones. Later of the same name are ignored. */
export const parseSections = (text: string): ReadonlyMap<string, readonly string[]> => {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const name = /^@@(\w{1,32})$/.exec(line)?.[1];
    if (name) {
      current = [];
      if (!sections.has(name) && sections.size < maxSections) sections.set(name, current);
    } else if (line.trim()) current.push(line.trimEnd());
  }
  return sections;
};

/** A text of a server that may be shown: one line, no control or format characters, at most 200 characters. */
export const plainText = (text: string | undefined): string =>
  (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** A whole number that a server printed, undefined where it is none or beyond exactness. */
export const wholeNumber = (text: string | undefined): number | undefined => {
  const number = text && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
};
