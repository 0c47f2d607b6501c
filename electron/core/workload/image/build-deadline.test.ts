import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BuildDeadline } from './build-deadline.ts';

const minute = 60_000;

describe('the deadline of a build', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves a build alone that goes on from phase to phase in time', () => {
    const deadline = new BuildDeadline();
    deadline.enter('fetching');
    vi.advanceTimersByTime(10 * minute - 1);
    deadline.enter('building');
    vi.advanceTimersByTime(60 * minute - 1);
    expect(deadline.signal.aborted).toBe(false);
    expect(() => deadline.require('lab')).not.toThrow();
    deadline.stop();
  });

  it.each([
    ['preparing', 2, 'Fetching the source'],
    ['fetching', 10, 'Fetching the source'],
    ['building', 60, 'Building the image'],
    ['done', 5, 'Building the image'],
  ] as const)('ends one that is %s for %d minutes, and says what took too long', (phase, minutes, action) => {
    const deadline = new BuildDeadline();
    deadline.enter(phase);
    vi.advanceTimersByTime(minutes * minute - 1);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
    const stderr = `It took more than ${minutes} minutes and was ended.`;
    expect(() => deadline.require('lab')).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ server: 'lab', action, stderr }) }),
    );
  });

  it('never ends a build after it was stopped', () => {
    const deadline = new BuildDeadline();
    deadline.enter('preparing');
    deadline.stop();
    vi.advanceTimersByTime(100 * minute);
    expect(deadline.signal.aborted).toBe(false);
  });
});
