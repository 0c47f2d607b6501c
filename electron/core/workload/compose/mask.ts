const hidden = '•••';

/** A text without the values that it may hold, longest first, so that none shows as a part of another. */
export function masked(text: string, values: readonly string[]): string {
  return [...new Set(values)]
    .filter((value) => value !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, hidden), text);
}
