/** One member of a tar archive; `mode` and owner as they will be on the target. */
export type ArchiveEntry = {
  path: string;
  mode?: number;
  owner?: number;
  content?: string | Uint8Array;
  linkTo?: string;
  isFolder?: boolean;
};

const blockSize = 512;

function header(entry: ArchiveEntry, size: number): Buffer {
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, offset: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset);
  const type = entry.isFolder ? '5' : entry.linkTo === undefined ? '0' : '2';
  if (Buffer.byteLength(entry.path) > 100)
    throw new RangeError(`path too long for this archive: ${entry.path}`);
  block.write(entry.path, 0);
  octal(entry.mode ?? (entry.isFolder ? 0o755 : 0o644), 100, 8);
  octal(entry.owner ?? 0, 108, 8);
  octal(entry.owner ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write(entry.linkTo ?? '', 157);
  block.write('ustar\0' + '00', 257);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}

/** A POSIX ustar archive of these entries, the same bytes every time (all times are the epoch). */
export function tarArchive(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    const padding = Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize);
    return [header(entry, content.length), content, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}
