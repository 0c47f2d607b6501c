/** An argument vector read from text, or what is wrong with the text. */
export type CommandText =
  | { readonly isValid: true; readonly arguments: readonly string[] }
  | { readonly isValid: false; readonly problem: string };

const plain = /^[A-Za-z0-9_./:@%+,=^~{}[\]!?*$&|<>();#-]+$/;

interface Piece {
  readonly text: string;
  readonly end: number;
}

const readSingle = (text: string, from: number): Piece | undefined => {
  const end = text.indexOf("'", from + 1);
  return end === -1 ? undefined : { text: text.slice(from + 1, end), end: end + 1 };
};

const readDouble = (text: string, from: number): Piece | undefined => {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '"') return { text: value, end: at + 1 };
    if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at += 1;
    value += text[at];
  }
  return undefined;
};

const readPiece = (text: string, at: number): Piece | undefined => {
  if (text[at] === "'") return readSingle(text, at);
  if (text[at] === '"') return readDouble(text, at);
  if (text[at] === '\\') return at + 1 < text.length ? { text: text[at + 1] ?? '', end: at + 2 } : undefined;
  return { text: text[at] ?? '', end: at + 1 };
};

/**
 * Cuts text into arguments the way people expect from a shell: blanks separate, quotes and backslashes keep
 * together. Nothing is expanded and no operator means anything; this never becomes a shell line again.
 */
export const parseCommandText = (text: string): CommandText => {
  const found: string[] = [];
  let current: string | undefined;
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at] ?? '')) {
      if (current !== undefined) found.push(current);
      current = undefined;
      at += 1;
      continue;
    }
    const piece = readPiece(text, at);
    if (!piece) {
      const problem =
        text[at] === '\\' ? 'Nothing follows the backslash at the end' : `The closing ${text[at]} is missing`;
      return { isValid: false, problem };
    }
    current = (current ?? '') + piece.text;
    at = piece.end;
  }
  return { isValid: true, arguments: current === undefined ? found : [...found, current] };
};

const quote = (argument: string): string => {
  if (plain.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'"'"'`)}'`;
};

/** Writes arguments so that `parseCommandText` reads the same ones again. */
export const formatCommandText = (command: readonly string[]): string => command.map(quote).join(' ');

/** Operators of a shell in a vector of arguments do nothing; the first one found, to be warned of. */
export const shellOperator = (command: readonly string[]): string | undefined =>
  /^(?:sh|bash|ash|dash)$/.test(command[0]?.split('/').at(-1) ?? '')
    ? undefined
    : command.find((argument) => /^(?:&&|\|\|?|;|>>?|<|2>&1|&)$/.test(argument));
