import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogBuffer, type LogBuffer } from './log-buffer.ts';
import type { LogLine } from './log-line.ts';

const line = (text: string, source = 'web.1'): LogLine => ({ at: '', stream: 'stdout', source, text });
const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => line(`${from + i}`));
const open = (capacity = 100_000) => createLogBuffer({ capacity, schedule: (tell) => tell() });
const shown = (buffer: LogBuffer) => {
  const { count, row } = buffer.snapshot();
  return Array.from({ length: count }, (_, i) => row(i)?.text);
};

describe('a log buffer', () => {
  it('holds lines in the order they came', () => {
    const buffer = open();
    buffer.append({ lines: lines(0, 2) });
    buffer.append({ lines: lines(2, 2) });
    expect(shown(buffer)).toEqual(['0', '1', '2', '3']);
  });

  it('stays bounded and says how many lines left', () => {
    const buffer = open(2_000);
    for (let at = 0; at < 1_000_000; at += 500) buffer.append({ lines: lines(at, 500) });
    const { count, dropped, row } = buffer.snapshot();
    expect(count).toBeLessThanOrEqual(3_000);
    expect(count + dropped).toBe(1_000_000);
    expect(row(count - 1)?.text).toBe('999999');
  });

  it('shows nothing new while paused, and all of it afterwards', () => {
    const buffer = open();
    buffer.append({ lines: lines(0, 2) });
    buffer.pause();
    buffer.append({ lines: lines(2, 3) });
    expect(shown(buffer)).toEqual(['0', '1']);
    expect(buffer.snapshot().waiting).toBe(3);
    buffer.resume();
    expect(shown(buffer)).toEqual(['0', '1', '2', '3', '4']);
    expect(buffer.snapshot().waiting).toBe(0);
  });

  it('says what a long pause lost', () => {
    const buffer = open(10);
    buffer.pause();
    for (let at = 0; at < 100; at += 10) buffer.append({ lines: lines(at, 10) });
    buffer.resume();
    const text = shown(buffer);
    expect(text[0]).toMatch(/^\d+ lines skipped/);
    expect(text.at(-1)).toBe('99');
  });

  it('names lines that the host skipped', () => {
    const buffer = open();
    buffer.append({ lines: lines(7, 1), skipped: 1_234 });
    expect(shown(buffer)).toEqual([
      '1,234 lines skipped here: they came faster than they could be read',
      '7',
    ]);
  });

  it('puts an older page before the first line without renumbering the others', () => {
    const buffer = open();
    buffer.append({ lines: lines(10, 2) });
    const before = buffer.snapshot().row(0)?.seq;
    buffer.prepend(lines(8, 2));
    expect(shown(buffer)).toEqual(['8', '9', '10', '11']);
    expect(buffer.snapshot().row(2)?.seq).toBe(before);
  });

  it('lists the replicas it has seen', () => {
    const buffer = open();
    buffer.append({ lines: [line('a', 'web.2'), line('b', 'web.1'), line('c', 'web.2')] });
    expect(buffer.snapshot().sources).toEqual(['web.2', 'web.1']);
  });

  it('tells its listeners once for a burst', () => {
    const queued: (() => void)[] = [];
    const buffer = createLogBuffer({ schedule: (tell) => queued.push(tell) });
    let told = 0;
    buffer.subscribe(() => {
      told += 1;
    });
    for (let i = 0; i < 50; i += 1) buffer.append({ lines: lines(i, 1) });
    expect(queued).toHaveLength(1);
    queued[0]?.();
    expect(told).toBe(1);
    expect(buffer.snapshot().count).toBe(50);
  });

  it('keeps sequence numbers without gaps whatever is done to it', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), count: fc.nat(40) }),
      fc.record({ kind: fc.constant('prepend' as const), count: fc.nat(20) }),
      fc.constantFrom({ kind: 'pause' as const }, { kind: 'resume' as const }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const buffer = open(50);
        for (const step of acts) {
          if (step.kind === 'append') buffer.append({ lines: lines(0, step.count) });
          else if (step.kind === 'prepend') buffer.prepend(lines(0, step.count));
          else if (step.kind === 'pause') buffer.pause();
          else buffer.resume();
        }
        const { count, firstSeq, row } = buffer.snapshot();
        for (let i = 0; i < count; i += 1) expect(row(i)?.seq).toBe(firstSeq + i);
        expect(count).toBeLessThanOrEqual(1_050);
      }),
    );
  });
});
