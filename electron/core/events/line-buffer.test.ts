import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.ts';
import { dockerTime, limitOf } from './log-times.ts';

const line = (at: number, text = `line ${at}`) =>
  ({
    at: `2026-01-01T00:00:00.${String(at).padStart(9, '0')}Z`,
    stream: 'stdout',
    source: '1.a',
    text,
  }) as const;

describe('the buffer before a slow reader', () => {
  it('drops the oldest lines past its bound and says how many', async () => {
    const buffer = new LineBuffer();
    for (let round = 0; round < 300; round += 1) {
      buffer.push(Array.from({ length: 100 }, (_, index) => line(round * 100 + index)));
    }
    buffer.end();
    const read = await Array.fromAsync(buffer.read(new AbortController().signal));
    expect(read[0]?.skipped).toBe(20_000);
    expect(read.flatMap(({ lines }) => lines)).toHaveLength(10_000);
    expect(read.every(({ lines }) => lines.length <= 500)).toBe(true);
  });

  it('is bounded by size as well', async () => {
    const buffer = new LineBuffer();
    const big = 'x'.repeat(1_000_000);
    for (let at = 0; at < 50; at += 1) buffer.push([line(at, big)]);
    buffer.end();
    const read = await Array.fromAsync(buffer.read(new AbortController().signal));
    expect(read.flatMap(({ lines }) => lines).length).toBeLessThanOrEqual(8);
  });

  it('puts the lines of several replicas in the order of their times', async () => {
    const buffer = new LineBuffer();
    buffer.push([line(3), line(5)]);
    buffer.push([line(1), line(4)]);
    buffer.end();
    const [batch] = await Array.fromAsync(buffer.read(new AbortController().signal));
    expect(batch?.lines.map(({ text }) => text)).toEqual(['line 1', 'line 3', 'line 4', 'line 5']);
  });

  it('tells a failure after what came before it', async () => {
    const buffer = new LineBuffer();
    buffer.push([line(1)]);
    buffer.end({ error: new Error('cut') });
    const reader = buffer.read(new AbortController().signal);
    expect((await reader.next()).value?.lines).toHaveLength(1);
    await expect(reader.next()).rejects.toThrow('cut');
  });
});

describe('times of logs', () => {
  it('keep their nanoseconds on the way back to Docker', () => {
    expect(dockerTime('2026-01-01T00:00:00.000000123Z')).toBe('1767225600.000000123');
    expect(dockerTime('2026-01-01T00:00:01Z')).toBe('1767225601.000000000');
  });

  it('are taken as instants or Unix seconds, and as nothing else', () => {
    expect(limitOf('since', '1767225600')).toBe('1767225600');
    expect(limitOf('since', '2026-01-01T00:00:00Z')).toBe('1767225600.000');
    expect(limitOf('since', undefined)).toBeUndefined();
    expect(() => limitOf('until', 'yesterday')).toThrow(/until/);
  });
});
