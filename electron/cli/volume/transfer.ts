import { partBytes } from '#shared/model/transfer-limits.ts';
import type { CallOptions, HostClient } from '../host/client.ts';
import { sendParts } from '../host/send-parts.ts';

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

/** Sends a file; nothing of it is seen before all of it is there. Over one that is there already only where `over` is `any`. */
export async function upload(
  client: HostClient,
  place: FilePlace & { readonly over: 'new' | 'any' },
  source: AsyncIterable<Uint8Array>,
  options: CallOptions,
): Promise<{ bytes: number }> {
  const { over, ...file } = place;
  const { bytes } = await sendParts(source, {
    send: (part) => client.call('volume.upload', { ...file, ...part }, options),
    end: (part) => client.call('volume.write', { ...file, ...part, over }, options),
  });
  return { bytes };
}
