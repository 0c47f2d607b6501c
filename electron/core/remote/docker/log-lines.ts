import type { LogFrame, LogLine } from './log-frames.ts';

const maxPrefixBytes = 512;

/** What a frame may hold besides the text: time and details. */
export const framePrefixBytes = maxPrefixBytes;

interface Entry {
  readonly at: string;
  readonly replica: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: Buffer;
  readonly isWhole: boolean;
  readonly isCut: boolean;
}

interface OpenLine {
  readonly at: string;
  readonly stream: LogLine['stream'];
  readonly replica: string;
  readonly parts: Buffer[];
  size: number;
  isCut: boolean;
}

/** Docker's details: query-escaped `name=value` pairs with commas between. */
const taskIdOf = (details: string): string | undefined =>
  details
    .split(',')
    .find((pair) => pair.startsWith('com.docker.swarm.task.id='))
    ?.split('=')[1];

const toEntry = (frame: LogFrame, container: string | undefined): Entry => {
  const { payload, stream } = frame;
  const timeEnd = payload.indexOf(32);
  const at = timeEnd > 0 ? payload.toString('latin1', 0, Math.min(timeEnd, 40)) : '';
  const detailsEnd = container === undefined ? payload.indexOf(32, timeEnd + 1) : timeEnd;
  const details = payload.toString('latin1', timeEnd + 1, Math.max(timeEnd + 1, detailsEnd));
  const isWhole = frame.isCut || payload.at(-1) === 10;
  const end = payload.at(-1) === 10 ? payload.length - 1 : payload.length;
  const text = payload.subarray(detailsEnd + 1, end);
  return { at, replica: container ?? taskIdOf(details) ?? '', stream, text, isWhole, isCut: frame.isCut };
};

/**
 * Makes lines of frames. Docker splits a long line into several frames, each with a time of its own; they are
 * joined again here, per stream and replica, up to the cap. Without `container` the frames carry details.
 */
export const createLineAssembler = (maxLineBytes: number, container: string | undefined) => {
  const open = new Map<string, OpenLine>();
  const finish = (line: OpenLine): LogLine => {
    const { at, stream, replica, isCut } = line;
    const [first] = line.parts;
    const bytes = first && line.parts.length === 1 ? first : Buffer.concat(line.parts);
    const text = bytes.toString('utf8').replace(/\r$/, '');
    return { at, stream, text, replica, isCut };
  };
  const add = (entry: Entry): LogLine | undefined => {
    const { at, stream, replica } = entry;
    const key = `${stream} ${replica}`;
    const line = open.get(key) ?? { at, stream, replica, parts: [], size: 0, isCut: false };
    const fitting = entry.text.subarray(0, maxLineBytes - line.size);
    line.parts.push(fitting);
    line.size += fitting.length;
    line.isCut ||= entry.isCut || fitting.length < entry.text.length;
    if (entry.isWhole) open.delete(key);
    else open.set(key, line);
    return entry.isWhole ? finish(line) : undefined;
  };
  return {
    add: (frames: readonly LogFrame[]): LogLine[] => frames.flatMap((f) => add(toEntry(f, container)) ?? []),
    /** The lines that had not ended when the log did. */
    rest: (): LogLine[] => [...open.values()].map(finish),
  };
};

/** Cuts the plain stream of a container with a terminal into frames, one a line. */
export const createPlainSplitter = (maxFrameBytes: number): ((chunk: Buffer) => LogFrame[]) => {
  let rest = Buffer.alloc(0);
  let isDropping = false;
  const frame = (payload: Buffer, isCut: boolean): LogFrame => ({ stream: 'stdout', payload, isCut });
  return (chunk) => {
    const frames: LogFrame[] = [];
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (!isDropping) frames.push(frame(Buffer.from(rest.subarray(0, end + 1)), false));
      isDropping = false;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > maxFrameBytes) {
      if (!isDropping) frames.push(frame(Buffer.from(rest.subarray(0, maxFrameBytes)), true));
      isDropping = true;
      rest = Buffer.alloc(0);
    }
    return frames;
  };
};
