import { partBytes } from '#shared/model/transfer-limits.ts';
import { toBase64 } from '../../ui/terminal-view/bytes.ts';

/** A part of an upload as the contract takes it. */
interface Part {
  upload: string;
  offset: number;
  /** In base64. */
  bytes: string;
}

interface Sending {
  /** Takes all parts but the last. */
  readonly send: (part: Part) => Promise<unknown>;
  /** Takes the last one, which may be empty, and ends the upload. */
  readonly end: (part: Part) => Promise<unknown>;
  /** Told as it goes: how much of how much. */
  readonly onProgress: (done: number, size: number) => void;
}

/** Sends a file part by part, of which one is in memory. */
export async function sendParts(file: Blob, { send, end, onProgress }: Sending): Promise<void> {
  const upload = crypto.randomUUID().replaceAll('-', '');
  let offset = 0;
  for (; file.size - offset > partBytes; offset += partBytes) {
    onProgress(offset, file.size);
    await send({ upload, offset, bytes: await bytesOf(file, offset) });
  }
  onProgress(offset, file.size);
  await end({ upload, offset, bytes: await bytesOf(file, offset) });
}

async function bytesOf(file: Blob, offset: number): Promise<string> {
  return toBase64(new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer()));
}
