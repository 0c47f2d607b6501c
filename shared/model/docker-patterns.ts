/**
 * Docker's pattern language, in which `.dockerignore` is written, and in which people say what paths count. A pattern is
 * rooted, `*` and `?` stop at a slash, `**` does not, what lies below a match matches, and of several patterns the last one
 * that matches decides; one behind `!` takes out again. Source: github.com/moby/patternmatcher, matcher and ignorefile.
 *
 * Patterns are anybody's, so that none becomes a regular expression: the time of a match is bounded by the length of the
 * pattern times that of the path, whatever they hold.
 */
export type Matcher = (path: string) => boolean;

/** The patterns of a file such as `.dockerignore`: its lines without comments, blanks and a byte order mark. */
export function patternsOf(text: string): string[] {
  return text
    .replace(/^\u{feff}/u, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#') && line.trim() !== '');
}

/** Why a text is no pattern; null where it is one. */
export function patternObjection(text: string): string | null {
  const { pattern } = readPattern(text);
  if (pattern === '' || pattern === '!') return 'names no path';
  return tokensOf(pattern) === null ? 'has a bracket that is not closed, or ends with a backslash' : null;
}

/**
 * Whether a path is matched by the patterns together. Paths are relative, with slashes. What is no pattern, by
 * `patternObjection`, matches nothing.
 */
export function matcherOf(patterns: readonly string[]): Matcher {
  const rules = patterns.flatMap((text) => {
    const { pattern, takesOut } = readPattern(text);
    const tokens = pattern === '' ? null : tokensOf(pattern);
    return tokens ? [{ tokens, takesOut }] : [];
  });
  return (path) => {
    const letters = [...path];
    let isMatched = false;
    for (const { tokens, takesOut } of rules) {
      // only a rule that would change the answer is asked
      if (takesOut === isMatched && isReached(tokens, letters)) isMatched = !takesOut;
    }
    return isMatched;
  };
}

function readPattern(text: string): { pattern: string; takesOut: boolean } {
  const typed = text.trim();
  const takesOut = typed.startsWith('!');
  const path = (takesOut ? typed.slice(1) : typed).trim();
  return { pattern: path === '' ? '' : cleaned(path).replace(/^\/(?=.)/, ''), takesOut };
}

/** As Go's `path.Clean` writes a path: no empty parts, no dots, no closing slash. */
function cleaned(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const isUp = part === '..' && parts.length > 0 && parts.at(-1) !== '..';
    if (isUp) parts.pop();
    else if (part !== '..' || !isRooted) parts.push(part);
  }
  return `${isRooted ? '/' : ''}${parts.join('/')}` || '.';
}

/** `one` letter that fits; `some` letters but slashes; `all` that is left; `folders`: none, or some up to a slash. */
type Token =
  | { readonly is: 'one'; readonly fits: (letter: string) => boolean }
  | { readonly is: 'some' | 'all' | 'folders' };

const isNoSlash = (letter: string): boolean => letter !== '/';

/** Null where it is no pattern. */
function tokensOf(pattern: string): Token[] | null {
  const letters = [...pattern];
  // Docker compares a pattern of `**` and nothing else that is special by its end alone
  if (/^\*\*[^/*?[\]\\][^*?[\]\\]*$/.test(pattern)) {
    return [{ is: 'all' }, ...letters.slice(2).map(literal)];
  }
  const tokens: Token[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    if (letter === '*' && letters[at + 1] === '*') {
      at += letters[at + 2] === '/' ? 2 : 1;
      tokens.push({ is: at + 1 === letters.length ? 'all' : 'folders' });
    } else if (letter === '*') tokens.push({ is: 'some' });
    else if (letter === '?') tokens.push({ is: 'one', fits: isNoSlash });
    else if (letter === '\\') {
      at += 1;
      if (at === letters.length) return null;
      tokens.push(literal(letters[at] ?? ''));
    } else if (letter === '[') {
      const found = bracketAt(letters, at);
      if (!found) return null;
      tokens.push({ is: 'one', fits: found.fits });
      at = found.end;
    } else tokens.push(literal(letter));
  }
  return tokens;
}

function literal(wanted: string): Token {
  return { is: 'one', fits: (letter) => letter === wanted };
}

/** `[a-z]` or `[^a-z]`; null where it is not closed or empty. */
function bracketAt(letters: readonly string[], start: number) {
  const isNot = letters[start + 1] === '^';
  const ranges: [string, string][] = [];
  let at = start + (isNot ? 2 : 1);
  const next = (): string | undefined => {
    if (letters[at] === '\\') at += 1;
    return letters[at++];
  };
  while (letters[at] !== ']') {
    const low = next();
    let high = low;
    if (letters[at] === '-' && letters[at + 1] !== ']') {
      at += 1;
      high = next();
    }
    if (low === undefined || high === undefined || at >= letters.length) return null;
    ranges.push([low, high]);
  }
  if (ranges.length === 0) return null;
  const has = (letter: string): boolean => ranges.some(([low, high]) => low <= letter && letter <= high);
  return { end: at, fits: (letter: string): boolean => has(letter) !== isNot };
}

/** Whether a pattern matches a path or a folder that it lies in: all ways through the tokens are walked side by side. */
function isReached(tokens: readonly Token[], letters: readonly string[]): boolean {
  const end = tokens.length;
  // place 2n: before token n; 2n + 1: within it, which only `folders` has
  let places = new Uint8Array(2 * end + 1);
  arrive(tokens, places, 0);
  for (const [at, letter] of letters.entries()) {
    if (letter === '/' && at > 0 && places[2 * end]) return true;
    const next = new Uint8Array(2 * end + 1);
    for (let place = 0; place < 2 * end; place += 1) {
      if (places[place]) step(tokens, { place, letter, next });
    }
    places = next;
  }
  return places[2 * end] === 1;
}

/** Marks where a token begins, and what stands behind it where it may match nothing. */
function arrive(tokens: readonly Token[], places: Uint8Array, first: number): void {
  for (let index = first; ; index += 1) {
    places[2 * index] = 1;
    const token = tokens[index];
    if (!token || token.is === 'one') return;
  }
}

interface Step {
  readonly place: number;
  readonly letter: string;
  readonly next: Uint8Array;
}

function step(tokens: readonly Token[], { place, letter, next }: Step): void {
  const index = place >> 1;
  const token = tokens[index];
  if (token?.is === 'one') {
    if (token.fits(letter)) arrive(tokens, next, index + 1);
  } else if (token?.is === 'all' || (token?.is === 'some' && letter !== '/')) arrive(tokens, next, index);
  else if (token?.is === 'folders') {
    next[2 * index + 1] = 1;
    if (letter === '/') arrive(tokens, next, index + 1);
  }
}
