import type { CallOptions, HostClient } from '../host/client.ts';

/** A file in a volume; the path as the host writes it, with `\xHH` for what nobody would see. */
export interface FilePlace {
  readonly serviceId: string;
  readonly volume: string;
  readonly path: string;
}

interface Part {
  readonly bytes: string;
  readonly version: string;
  readonly isEnd: boolean;
}

/** The most bytes of one call. */
const partBytes = 768 * 1024;

/** Reads a file part by part, of which one is in memory; a file that changes meanwhile is the host's CONFLICT. */
export async function* download(
  client: HostClient,
  place: FilePlace,
  options: CallOptions,
): AsyncGenerator<Uint8Array, void> {
  let version: string | undefined;
  for (let offset = 0, isEnd = false; !isEnd; ) {
    const asked = { ...place, offset, length: partBytes, ...(version === undefined ? {} : { version }) };
    const part = (await client.call('volume.read', asked, options)) as Part;
    const bytes = Buffer.from(part.bytes, 'base64');
    yield bytes;
    offset += bytes.length;
    ({ version, isEnd } = part);
  }
}

/**
 * Sends a file part by part, of which at most two are in memory; nothing of it is seen before all of it is there. Over a file
 * that is there already only where `over` is absent.
 */
export async function upload(
  client: HostClient,
  { over, ...place }: FilePlace & { readonly over?: 'new' | undefined },
  source: AsyncIterable<Uint8Array>,
  options: CallOptions,
): Promise<{ bytes: number }> {
  const id = crypto.randomUUID().replaceAll('-', '');
  let offset = 0;
  let waiting = Buffer.alloc(0);
  for await (const chunk of source) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length > partBytes) {
      const part = { upload: id, offset, bytes: waiting.subarray(0, partBytes).toString('base64') };
      await client.call('volume.upload', { ...place, ...part }, options);
      offset += partBytes;
      waiting = waiting.subarray(partBytes);
    }
  }
  const last = { upload: id, offset, bytes: waiting.toString('base64') };
  await client.call('volume.write', { ...place, ...last, ...(over ? { over } : {}) }, options);
  return { bytes: offset + waiting.length };
}
