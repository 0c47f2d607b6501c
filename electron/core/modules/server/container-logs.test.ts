import { describe, expect, test } from 'vitest';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { inBatches } from './container-logs.ts';

const line = (text: string): LogLine => ({ at: '2026-11-21T00:00:00Z', stream: 'stdout', source: 'c', text });

describe('batches of log lines', () => {
  test('join what comes together, keep the order, and hold at most 500 lines', async () => {
    async function* source() {
      for (let at = 0; at < 40; at += 1) yield Array.from({ length: 33 }, (_, n) => line(`${at * 33 + n}`));
    }
    const batches: LogBatch[] = [];
    for await (const batch of inBatches(source())) batches.push(batch);
    expect(Math.max(...batches.map(({ lines }) => lines.length))).toBeLessThanOrEqual(500);
    expect(batches.length).toBeLessThan(10);
    const texts = batches.flatMap(({ lines }) => lines.map(({ text }) => Number(text)));
    expect(texts).toEqual(Array.from({ length: 40 * 33 }, (_, n) => n));
  });

  test('hand a line out that nothing follows', async () => {
    const rest = Promise.withResolvers<void>();
    async function* source() {
      yield [line('alone')];
      await rest.promise;
    }
    const batches = inBatches(source());
    expect((await batches.next()).value).toMatchObject({ lines: [{ text: 'alone' }] });
    rest.resolve();
    expect(await batches.next()).toMatchObject({ done: true });
  });

  test('end with the failure of their source, after what came before it', async () => {
    async function* source() {
      yield [line('before')];
      throw new Error('cut off');
    }
    const batches = inBatches(source());
    expect((await batches.next()).value).toMatchObject({ lines: [{ text: 'before' }] });
    await expect(batches.next()).rejects.toThrow('cut off');
  });
});
