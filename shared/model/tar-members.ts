/** One member of an archive: a file's content follows its header, padded to whole blocks. */
export interface TarMember {
  /** Relative, with slashes. */
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link';
  /** Of its content; zero for what has none. */
  readonly size: number;
  /** As chmod(2) takes it; 0755 for a folder and 0644 for all else where absent. */
  readonly mode?: number | undefined;
  /** Of its last change, since 1970; 0 where absent. */
  readonly seconds?: number | undefined;
  /** Where a link leads. */
  readonly linkTo?: string | undefined;
}

const blockBytes = 512;

/** What ends an archive. */
export const tarEnd = new Uint8Array(2 * blockBytes);

/** How many zeros come behind a content of this size. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes);
}

/**
 * The header of a member, without an owner: the same bytes each time for the same fields. What the format of 1988 has no
 * room for stands in an extended header before it. Source: POSIX.1-2017, pax, “ustar” and “pax Header Block”.
 */
export function tarHeader(member: TarMember): Uint8Array[] {
  const { path, type, size, linkTo = '' } = member;
  const name = type === 'folder' ? `${path}/` : path;
  const long = [
    ...(bytesOf(name).length > 100 ? [record('path', name)] : []),
    ...(bytesOf(linkTo).length > 100 ? [record('linkpath', linkTo)] : []),
    ...(size > 0o77777777777 ? [record('size', String(size))] : []),
  ];
  const own = block({ ...member, path: name });
  if (long.length === 0) return [own];
  const records = joined(long);
  const extended = { path: 'pax', type: 'extended', size: records.length } as const;
  return [block(extended), records, tarPadding(records.length), own];
}

type BlockOf = Omit<TarMember, 'type'> & { readonly type: TarMember['type'] | 'extended' };

const flags = { file: '0', link: '2', folder: '5', extended: 'x' } as const;

function block({ path, type, size, mode, seconds = 0, linkTo = '' }: BlockOf): Uint8Array {
  const bytes = new Uint8Array(blockBytes);
  const put = (text: string, at: number, width: number): void =>
    bytes.set(bytesOf(text).subarray(0, width), at);
  const number = (value: number, at: number, width: number): void =>
    put(`${value.toString(8).padStart(width - 1, '0')}\0`, at, width);
  put(path, 0, 100);
  number(mode ?? (type === 'folder' ? 0o755 : 0o644), 100, 8);
  number(0, 108, 8);
  number(0, 116, 8);
  number(Math.min(size, 0o77777777777), 124, 12);
  number(seconds, 136, 12);
  put('        ', 148, 8);
  put(flags[type], 156, 1);
  put(linkTo, 157, 100);
  put('ustar\u{0}00', 257, 8);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return bytes;
}

/** `LENGTH KEYWORD=VALUE\n`, where the length counts itself. */
function record(keyword: string, value: string): Uint8Array {
  const rest = bytesOf(` ${keyword}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length += 1;
  return bytesOf(`${length} ${keyword}=${value}\n`);
}

/** Bytes behind each other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A text in UTF-8; this folder knows no more of its surroundings than the language itself. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (const letter of text.toWellFormed()) {
    const code = letter.codePointAt(0) ?? 0;
    // the first byte says by its leading ones how many follow, each with six bits
    const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
    bytes[end++] = more === 0 ? code : ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
    for (let left = more - 1; left >= 0; left--) bytes[end++] = 0x80 | ((code >> (6 * left)) & 0x3f);
  }
  return bytes.subarray(0, end);
}
