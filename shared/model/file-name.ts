/** Bytes of a name on a server, which may be anything but `/` and NUL. */
export type NameBytes = readonly number[];

/** What nobody sees, or sees as something else: it stands there byte by byte. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/**
 * The name of a file as text that can be shown, typed and sent, and that stands for exactly these bytes: UTF-8 as it is,
 * `\\` for a backslash, and `\xHH` for each byte that is no text or that nobody would see.
 */
export function nameOfBytes(bytes: NameBytes): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    const found = length === 0 ? undefined : characterOf(bytes.slice(at, at + length));
    if (found === '\\') text += '\\\\';
    else if (found !== undefined && !unseen.test(found)) text += found;
    else for (const byte of bytes.slice(at, at + Math.max(length, 1))) text += hexOf(byte);
    at += Math.max(length, 1);
  }
  return text;
}

/** The bytes of such a text; null where it is none, holds NUL, or has a backslash that means nothing. */
export function bytesOfName(text: string): number[] | null {
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/\\x[0-9a-f]{2}|\\\\|\\|[^\\]+/gs)) {
    if (part === '\\' || !part.isWellFormed()) return null;
    if (part === '\\\\') bytes.push(backslash);
    else if (part.startsWith('\\x')) bytes.push(Number.parseInt(part.slice(2), 16));
    else bytes.push(...utf8Of(part));
  }
  return bytes.includes(0) ? null : bytes;
}

/** The bytes of a path's names, below the top; null where one of them is no name of a file, such as `..`. */
export function bytesOfPath(path: string): number[][] | null {
  if (path === '') return [];
  const names = path.split('/').map(bytesOfName);
  const isName = (bytes: number[] | null): bytes is number[] =>
    bytes !== null &&
    bytes.length > 0 &&
    bytes.length <= longestName &&
    !isDots(bytes) &&
    !bytes.includes(slash);
  return names.every(isName) ? names : null;
}

const [dot, slash, backslash] = [46, 47, 92];
/** Linux’s NAME_MAX. */
const longestName = 255;

function isDots(bytes: NameBytes): boolean {
  return bytes.length <= 2 && bytes.every((byte) => byte === dot);
}

/** How many bytes the character at a place claims to have; 0 where none begins there, or it is cut off. */
function lengthAt(bytes: NameBytes, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  return at + length <= bytes.length && characterOf(bytes.slice(at, at + length)) !== undefined ? length : 0;
}

function characterOf(bytes: NameBytes): string | undefined {
  if (bytes.length === 1 && (bytes[0] ?? 0) < 0x80) return String.fromCharCode(bytes[0] ?? 0);
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}

function utf8Of(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([character, hex]) =>
    hex === undefined ? character.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

function hexOf(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
