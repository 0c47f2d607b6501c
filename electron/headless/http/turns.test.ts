import { afterEach, describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

let turns: Turns;
afterEach(() => turns.close());

/** Two turns at once, and then one each time that the clock is moved on. */
const limited = { most: 2, perSecond: 1_000, waiting: 50 };

describe('turns', () => {
  it('go round: a lane that wants many makes no other one wait for all of them', async () => {
    turns = new Turns(limited);
    const given: string[] = [];
    const want = (lane: string) => turns.take(lane).then(() => given.push(lane));
    const greedy = Array.from({ length: 40 }, () => want('greedy'));
    const modest = want('modest');
    await modest;
    expect(given.length).toBeLessThan(8);
    await Promise.all(greedy);
    expect(given.filter((lane) => lane === 'greedy')).toHaveLength(40);
  });

  it('are refused to a lane of which too many wait, and to no other', async () => {
    let clock = 0;
    turns = new Turns({ most: 1, perSecond: 1, waiting: 3 }, () => clock);
    expect(await turns.take('first')).toBe(true);
    const waiting = [1, 2, 3].map(() => turns.take('greedy'));
    expect(await turns.take('greedy')).toBe(false);
    const other = turns.take('other');
    clock = 10_000;
    turns.close();
    expect(await Promise.all([...waiting, other])).toEqual([false, false, false, false]);
  });
});
