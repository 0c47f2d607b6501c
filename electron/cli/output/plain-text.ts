const controls = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
// Select graphic rendition: colours and weight, nothing that moves, erases or answers.
const colour = new RegExp(`${'\u001b'}\\[[0-9;:]*m`, 'g');

const escaped = (mark: string): string => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;

/** Text from outside with every control and direction mark shown instead of obeyed; tabs stay. */
export const plainText = (text: string): string =>
  text.replace(controls, (mark) => (mark === '\t' ? mark : escaped(mark)));

/** The same for text of several lines, which keeps them. */
export const blockText = (text: string): string => text.split(/\r?\n/).map(plainText).join('\n');

const unit = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON that commands no terminal either: it has no line breaks of its own but those of `indent`. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(controls, (mark) => (mark === '\n' ? mark : unit(mark)));

/** The same, and what selects colours stays. */
export const colouredText = (text: string): string => {
  const colours = text.match(colour) ?? [];
  return text
    .split(colour)
    .map((part, at) => blockText(part) + (colours[at] ?? ''))
    .join('');
};

/** The same for a line of a log, which keeps its colours on a terminal and loses them elsewhere. */
export const logText = (text: string, keepsColour: boolean): string => {
  const colours = text.match(colour) ?? [];
  const line = text
    .split(colour)
    .map((part, at) => plainText(part) + (keepsColour ? (colours[at] ?? '') : ''))
    .join('');
  return keepsColour && colours.length > 0 ? `${line}\u001b[0m` : line;
};
