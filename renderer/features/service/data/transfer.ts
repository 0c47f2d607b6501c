import type { QueryClient } from '@tanstack/react-query';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { fromBase64, toBase64 } from '../../../ui/terminal-view/bytes.ts';

/** Lists anew what was changed; a file that is being edited stays what it was when it was read. */
export async function lookAgain(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: orpc.volume.browse.key() }),
    client.invalidateQueries({ queryKey: orpc.volume.list.key() }),
  ]);
}

/** A file in a volume of a service. */
export interface FilePlace {
  readonly serviceId: string;
  readonly volume: string;
  readonly path: string;
}

/** Told as it goes: how much of how much. */
type Progress = (done: number, size: number) => void;

const partBytes = 768 * 1024;

/** Sends a file part by part; it is seen when all of it is there. Over what is there already only where `over` says so. */
export async function uploadFile(
  place: FilePlace,
  file: Blob,
  { over, onProgress, signal }: { over?: 'new' | undefined; onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  const upload = crypto.randomUUID().replaceAll('-', '');
  let offset = 0;
  for (; file.size - offset > partBytes; offset += partBytes) {
    onProgress(offset, file.size);
    await rpc.volume.upload({ ...place, upload, offset, bytes: await bytesOf(file, offset) }, { signal });
  }
  onProgress(offset, file.size);
  const last = { upload, offset, bytes: await bytesOf(file, offset) };
  await rpc.volume.write({ ...place, ...last, ...(over ? { over } : {}) }, { signal });
}

/** Reads a file part by part and hands it to the browser; CONFLICT where it changes meanwhile. */
export async function downloadFile(
  place: FilePlace,
  { onProgress, signal }: { onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  const parts: Blob[] = [];
  let version: string | undefined;
  for (let offset = 0, isEnd = false; !isEnd; ) {
    const part = await rpc.volume.read({ ...place, offset, ...(version ? { version } : {}) }, { signal });
    const bytes = fromBase64(part.bytes);
    // the browser keeps them where it likes, such as on disk
    parts.push(new Blob([new Uint8Array(bytes)]));
    offset += bytes.length;
    ({ version, isEnd } = part);
    onProgress(offset, part.size);
  }
  save(new Blob(parts), place.path.split('/').at(-1) ?? 'file');
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function bytesOf(file: Blob, offset: number): Promise<string> {
  return toBase64(new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer()));
}
