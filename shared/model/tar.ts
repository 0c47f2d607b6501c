import { bytesOf, joined, tarEnd, tarHeader, tarPadding } from './tar-members.ts';

/** One file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly text: string;
  /** As chmod(1) takes it, in octal digits. */
  readonly mode: string;
}

/** Packs files into an archive below one folder; `seconds` since 1970 are the time of each. */
export function tarOf(folder: string, files: readonly TarFile[], seconds: number): Uint8Array<ArrayBuffer> {
  const parts = files.flatMap(({ path, text, mode }) => {
    const bytes = bytesOf(text);
    const size = bytes.length;
    const member = {
      path: `${folder}/${path}`,
      type: 'file',
      size,
      mode: Number.parseInt(mode, 8),
      seconds,
    } as const;
    return [...tarHeader(member), bytes, tarPadding(size)];
  });
  return joined([...parts, tarEnd]);
}
