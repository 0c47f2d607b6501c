import { describe, expect, test } from 'vitest';
import type { LogBatch, LogLine } from '#shared/contract/log.ts';
import { inBatches } from './container-logs.ts';
import { createGauges } from './gauges.ts';

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

const gaugesBy = (use: Parameters<typeof createGauges>[0]['use']) =>
  createGauges({ use, asked: (_serverId, answer) => answer });

describe('gauges', () => {
  test('end for every reader with the reason, and start anew for the next', async () => {
    let uses = 0;
    const gauges = gaugesBy(async () => {
      uses += 1;
      throw new Error('not there');
    });
    const { signal } = new AbortController();
    const readers = [gauges.follow('srv_1', signal), gauges.follow('srv_1', signal)];
    const results = await Promise.allSettled(readers.map((reader) => reader.next()));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(uses).toBe(1);
    await expect(gauges.follow('srv_1', signal).next()).rejects.toThrow('not there');
    expect(uses).toBe(2);
  });

  test('stop their poller with the last reader', async () => {
    const stopped = Promise.withResolvers<void>();
    const gauges = gaugesBy(async (_serverId, _run, signal) => {
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      });
      stopped.resolve();
      return undefined as never;
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const reading = [
      gauges.follow('srv_1', first.signal).next(),
      gauges.follow('srv_1', second.signal).next(),
    ];
    first.abort();
    await reading[0];
    second.abort();
    await reading[1];
    await stopped.promise;
  });
});
