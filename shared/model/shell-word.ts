const plain = /^[\w./:@%+,=-]+$/;

/** A text between single quotes, as one word of a POSIX shell. */
export function quotedForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as one word of a POSIX shell, quoted only where it has to be. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : quotedForShell(text);
}
