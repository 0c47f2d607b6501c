import { matcherOf, patternsOf } from '#shared/model/docker-patterns.ts';
import { tarEnd, tarHeader, tarPadding } from '#shared/model/tar-members.ts';

interface Picked {
  readonly path: string;
  readonly file: File;
}

/**
 * The files of a folder that was picked in the browser as an archive by tar and gzip. What its `.dockerignore` names is left
 * out, but for `always`. A browser tells no modes: what begins as programs and scripts do may be executed. Links come as
 * what they lead to.
 */
export async function packFiles(files: readonly File[], always: string): Promise<Blob> {
  const picked = files.map((file) => ({ path: innerPath(file), file }));
  const ignore = picked.find(({ path }) => path === '.dockerignore');
  const matches = matcherOf(patternsOf(ignore ? await ignore.file.text() : ''));
  const isKept = ({ path }: Picked): boolean => path === '.dockerignore' || path === always || !matches(path);
  const kept = picked.filter(isKept).toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const parts: BlobPart[] = [];
  for (const { path, file } of kept) {
    const mode = isProgram(new Uint8Array(await file.slice(0, 4).arrayBuffer())) ? 0o755 : 0o644;
    const header = tarHeader({ path, type: 'file', size: file.size, mode });
    parts.push(...header.map(owned), file, owned(tarPadding(file.size)));
  }
  const archive = new Blob([...parts, owned(tarEnd)]);
  return new Response(archive.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** The path below the folder that was picked. */
function innerPath({ webkitRelativePath, name }: File): string {
  return webkitRelativePath.split('/').slice(1).join('/') || name;
}

/** `#!`, and ELF's four bytes. */
function isProgram(head: Uint8Array): boolean {
  const isScript = head[0] === 0x23 && head[1] === 0x21;
  return isScript || (head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46);
}

const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
