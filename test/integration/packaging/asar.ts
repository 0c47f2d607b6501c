interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

const filesOf = (entry: Entry, path: string): [string, Entry][] =>
  entry.files
    ? Object.entries(entry.files).flatMap(([name, inner]) => filesOf(inner, path ? `${path}/${name}` : name))
    : [[path, entry]];

/** The files of an asar archive by path. Source: electron/asar, "Format": two pickles, JSON header, bodies. */
export const readAsar = (
  archive: Buffer,
): { paths: string[]; unpacked: string[]; text(path: string): string } => {
  const header: Entry = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12)));
  const bodies = 8 + archive.readUInt32LE(4);
  const files = new Map(filesOf(header, ''));
  return {
    paths: [...files.keys()],
    unpacked: [...files].flatMap(([path, entry]) => (entry.unpacked ? [path] : [])),
    text: (path) => {
      const { offset = '0', size = 0 } = files.get(path) ?? {};
      const start = bodies + Number(offset);
      return archive.toString('utf8', start, start + size);
    },
  };
};
