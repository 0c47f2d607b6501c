import type { QueryClient } from '@tanstack/react-query';
import { errorData } from '../../../lib/errors.ts';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { sendParts } from '../../../lib/host/send-parts.ts';
import { fromBase64 } from '../../../ui/terminal-view/bytes.ts';

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

/** What a file that is sent would take the place of. */
export interface Occupant {
  readonly size: number;
  readonly version: string;
}

/** The file that is at a place already; undefined where nothing is, CONFLICT where something else is. */
export async function occupantOf(place: FilePlace, signal: AbortSignal): Promise<Occupant | undefined> {
  try {
    const { size, version } = await rpc.volume.read({ ...place, length: 1 }, { signal });
    return { size, version };
  } catch (error) {
    if (errorData(error, 'NOT_FOUND')?.kind === 'file') return undefined;
    throw error;
  }
}

/** Sends a file; it is seen when all of it is there. `over`: `new`, or the version whose place it takes. */
export async function uploadFile(
  place: FilePlace,
  file: Blob,
  { over, onProgress, signal }: { over: string; onProgress: Progress; signal: AbortSignal },
): Promise<void> {
  await sendParts(file, {
    onProgress,
    send: (part) => rpc.volume.upload({ ...place, ...part }, { signal }),
    end: (part) => rpc.volume.write({ ...place, ...part, over }, { signal }),
  });
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
