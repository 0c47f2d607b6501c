import { describe, expect, it } from 'vitest';
import type { LogLine } from '#shared/contract/log.ts';
import { BuildLog } from './build-log.ts';

const make = (known = 0) => {
  const written: LogLine[] = [];
  const phases: string[] = [];
  const log = new BuildLog({
    known,
    write: async (lines) => void written.push(...lines),
    onPhase: (phase) => phases.push(phase),
  });
  return { log, written, phases };
};

describe('the log of a build', () => {
  it('says in words which phase begins', async () => {
    const { log, written, phases } = make();
    await log.take(['::quayside phase fetching', 'commit abc', '::quayside phase building']);
    expect(phases).toEqual(['fetching', 'building']);
    expect(written.map(({ text }) => text)).toEqual([
      'Fetching the source.',
      'commit abc',
      'Building the image.',
    ]);
  });

  it('goes on after a restart where it was, line for line', async () => {
    const { log, written } = make(2);
    await log.take(['::quayside phase fetching', 'one', 'two']);
    expect(written.map(({ text }) => text)).toEqual(['two']);
  });

  it('keeps the beginning and the end of an output without end', async () => {
    const { log, written } = make();
    for (let round = 0; round < 300; round += 1) {
      await log.take(Array.from({ length: 1_000 }, (_, index) => `line ${round * 1_000 + index}`));
    }
    await log.end();
    expect(written.length).toBeLessThan(200_500);
    expect(written[200_000]?.text).toBe('99800 lines were left out; these are the last ones.');
    expect(written.at(-1)?.text).toBe('line 299999');
    expect(log.lastWords.at(-1)).toBe('line 299999');
  });
});
