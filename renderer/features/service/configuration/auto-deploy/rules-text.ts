/** What leaves commits out, as it is typed: one a line. */
export interface RulesText {
  readonly words: string;
  readonly paths: string;
}

interface Rules {
  readonly skipWords?: readonly string[] | undefined;
  readonly watchPaths?: readonly string[] | undefined;
}

/** The lines of a text that say something. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What was typed and is not what was sent meanwhile. */
export function stillUnsaved({ words, paths }: Partial<RulesText>, sent: Rules): Partial<RulesText> {
  return {
    ...(isOther(words, sent.skipWords) ? { words } : {}),
    ...(isOther(paths, sent.watchPaths) ? { paths } : {}),
  };
}

function isOther(text: string | undefined, sent: readonly string[] = []): text is string {
  return text !== undefined && linesOf(text).join('\n') !== sent.join('\n');
}
