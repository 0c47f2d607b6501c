import type { Slot } from '../../proxy/routes.ts';

/**
 * The variable that says in which of its two places a part is. Only its value differs between two releases of which one
 * changed nothing of the part, so that Compose sees no change either.
 */
export const placeVariable = (part: string): string =>
  `QUAYSIDE_PLACE_${part.replace(/[^A-Za-z0-9]/g, (each) => `_${each.charCodeAt(0).toString(16)}_`)}`;

/** Whether a text is a name of a part with its place left to that variable, and nothing else. */
export const isAddress = (text: string): boolean =>
  /^[a-z0-9-]+-\$\{QUAYSIDE_PLACE_\w+:-a\}(?:-[A-Za-z0-9._-]+)?$/.test(text);

/** The places of parts as lines of an env file. */
export const placeLines = (slots: Readonly<Record<string, Slot>>): string =>
  Object.entries(slots)
    .map(([part, slot]) => `${placeVariable(part)}=${slot}\n`)
    .join('');

/** The places that such lines tell of parts; `a` where they tell nothing. */
export function slotsIn(lines: readonly string[], parts: readonly string[]): Record<string, Slot> {
  const told = new Set(lines);
  return Object.fromEntries(
    parts.map((part) => [part, told.has(`${placeVariable(part)}=b`) ? 'b' : 'a'] as const),
  );
}
