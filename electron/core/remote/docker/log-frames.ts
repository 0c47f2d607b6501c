/** One line of a log; `isCut` says that it was longer than the cap. `at` is Docker's RFC 3339 time with nanoseconds. */
export interface LogLine {
  readonly at: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The container's id, or for a service's log the task's. */
  readonly replica: string;
  readonly isCut: boolean;
}

/** One message of Docker's multiplexed stream, with at most the bytes that were asked for. */
export interface LogFrame {
  readonly stream: 'stdout' | 'stderr';
  readonly payload: Buffer;
  /** Whether the payload was longer than the cap. */
  readonly isCut: boolean;
}

const headerBytes = 8;

/**
 * Cuts Docker's multiplexed stream (8 bytes of header: stream, 0, 0, 0, length) into frames, whatever the
 * chunks. A frame's bytes above the cap are dropped as they come, never kept.
 */
export const createDemultiplexer = (maxFrameBytes: number): ((chunk: Buffer) => LogFrame[]) => {
  let header = Buffer.alloc(0);
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let left = 0;
  let length = 0;
  const take = (chunk: Buffer): LogFrame | undefined => {
    const bytes = chunk.subarray(0, Math.min(chunk.length, maxFrameBytes - keptBytes));
    kept.push(Buffer.from(bytes));
    keptBytes += bytes.length;
    left -= chunk.length;
    if (left > 0) return undefined;
    const frame = {
      stream: header[0] === 2 ? 'stderr' : 'stdout',
      payload: Buffer.concat(kept),
      isCut: length > maxFrameBytes,
    } as const;
    [header, kept, keptBytes] = [Buffer.alloc(0), [], 0];
    return frame;
  };
  return (chunk) => {
    const frames: LogFrame[] = [];
    let at = 0;
    while (at < chunk.length) {
      const whole = header.length === 0 ? wholeFrame(chunk, at, maxFrameBytes) : undefined;
      if (whole) {
        frames.push(whole);
        at += headerBytes + whole.payload.length;
        continue;
      }
      if (header.length < headerBytes) {
        const more = chunk.subarray(at, at + headerBytes - header.length);
        header = Buffer.concat([header, more]);
        at += more.length;
        if (header.length < headerBytes) break;
        length = header.readUInt32BE(4);
        left = length;
        if (length > 0) continue;
      }
      const piece = chunk.subarray(at, at + left);
      at += piece.length;
      const frame = take(piece);
      if (frame) frames.push(frame);
    }
    return frames;
  };
};

/** The frame at a place of a chunk, where all of it is there, as nearly all are; nothing is copied then. */
function wholeFrame(chunk: Buffer, at: number, maxFrameBytes: number): LogFrame | undefined {
  const begin = at + headerBytes;
  if (begin > chunk.length) return undefined;
  const length = chunk.readUInt32BE(begin - 4);
  if (length === 0 || length > maxFrameBytes || begin + length > chunk.length) return undefined;
  const payload = chunk.subarray(begin, begin + length);
  return { stream: chunk[at] === 2 ? 'stderr' : 'stdout', payload, isCut: false };
}
