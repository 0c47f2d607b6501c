import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDemultiplexer } from './log-frames.ts';
import { createLineAssembler, createPlainSplitter } from './log-lines.ts';

const at = '2026-11-21T02:00:00.123456789Z';
const taskId = 'abc0123456789';
const details = `com.docker.swarm.service.id=s,com.docker.swarm.task.id=${taskId}`;

const frame = (stream: 'stdout' | 'stderr', payload: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = stream === 'stderr' ? 2 : 1;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};

/** Docker's way with one line: frames of at most `size` bytes, each with the time, the last with the line end. */
const framesOf = (stream: 'stdout' | 'stderr', text: string, size: number, prefix: string): Buffer[] => {
  const bytes = Buffer.from(`${text}\n`);
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, n) =>
    frame(stream, Buffer.concat([Buffer.from(`${at} ${prefix}`), bytes.subarray(n * size, (n + 1) * size)])),
  );
};

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let start = 0, n = 0; start < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return chunks;
};

const lineText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((s) => s.replaceAll(/[\r\n]/g, ''));
const message = fc.record({ stream: fc.constantFrom('stdout', 'stderr'), text: lineText });

describe('a multiplexed log', () => {
  test.each([
    ['a container', '', 'container-1'],
    ['a service', `${details} `, undefined],
  ] as const)('of %s gives its lines, whatever the frames and chunks', (_name, prefix, container) => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
        (messages, size, sizes) => {
          const bytes = Buffer.concat(messages.flatMap((m) => framesOf(m.stream, m.text, size, prefix)));
          const split = createDemultiplexer(1_000);
          const assembler = createLineAssembler(1_000, container);
          const lines = cut(bytes, sizes).flatMap((chunk) => assembler.add(split(chunk)));
          const replica = container ?? taskId;
          expect(lines).toEqual(
            messages.map((m) => ({ at, stream: m.stream, text: m.text, replica, isCut: false })),
          );
          expect(assembler.rest()).toEqual([]);
        },
      ),
    );
  });

  test('a frame that claims four gigabytes keeps only what fits', () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const split = createDemultiplexer(100);
    expect(split(header)).toEqual([]);
    for (let n = 0; n < 100; n++) expect(split(Buffer.alloc(10_000, 120))).toEqual([]);
  });

  test('a line over the cap is cut and says so, and the next one is whole', () => {
    const split = createDemultiplexer(200);
    const assembler = createLineAssembler(50, 'c');
    const bytes = Buffer.concat([
      ...framesOf('stdout', 'x'.repeat(500), 1_000, ''),
      ...framesOf('stdout', 'next', 100, ''),
    ]);
    expect(assembler.add(split(bytes)).map((l) => [l.text.length, l.isCut])).toEqual([
      [50, true],
      [4, false],
    ]);
  });

  test('a last line without end is given when the log ends', () => {
    const split = createDemultiplexer(200);
    const assembler = createLineAssembler(50, 'c');
    assembler.add(split(frame('stderr', Buffer.from(`${at} half`))));
    expect(assembler.rest()).toMatchObject([{ stream: 'stderr', text: 'half' }]);
  });
});

test('a plain log without line ends stays bounded', () => {
  const split = createPlainSplitter(100);
  const frames = Array.from({ length: 50 }, () => split(Buffer.alloc(90, 120))).flat();
  expect(frames).toHaveLength(1);
  expect(split(Buffer.from(`\n${at} fine\n`)).map((f) => f.payload.toString())).toEqual([`${at} fine\n`]);
});
