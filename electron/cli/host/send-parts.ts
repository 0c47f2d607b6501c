import { partBytes } from '#shared/model/transfer-limits.ts';

/** A part of an upload as the contract takes it. */
interface Part {
  readonly upload: string;
  readonly offset: number;
  /** In base64. */
  readonly bytes: string;
}

interface Sending<T> {
  /** Takes all parts but the last. */
  send(part: Part): Promise<unknown>;
  /** Takes the last one, which may be empty, and ends the upload. */
  end(part: Part): Promise<T>;
}

/** Sends bytes part by part, of which at most two are in memory; answers what the end did, and how many there were. */
export async function sendParts<T>(
  source: AsyncIterable<Uint8Array>,
  { send, end }: Sending<T>,
): Promise<{ readonly answer: T; readonly bytes: number }> {
  const upload = crypto.randomUUID().replaceAll('-', '');
  let offset = 0;
  let waiting = Buffer.alloc(0);
  for await (const chunk of source) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length > partBytes) {
      await send({ upload, offset, bytes: waiting.subarray(0, partBytes).toString('base64') });
      offset += partBytes;
      waiting = waiting.subarray(partBytes);
    }
  }
  const answer = await end({ upload, offset, bytes: waiting.toString('base64') });
  return { answer, bytes: offset + waiting.length };
}
