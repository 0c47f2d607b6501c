import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlaceNote, type Place } from './place-note.ts';

const afterMs = 1_000;
const acme = (page: string): Place => ({ organizationId: 'org_a', place: `/o/org_a/${page}` });
const globex: Place = { organizationId: 'org_g', place: '/o/org_g/members' };

const start = () => {
  const written: string[] = [];
  const note = createPlaceNote(async ({ place }) => {
    written.push(place);
  }, afterMs);
  return { note, written };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('R16: of pages that are only passed through, the one where the person stays is written', async () => {
  const { note, written } = start();
  note.take(acme('settings'));
  await vi.advanceTimersByTimeAsync(afterMs - 1);
  note.take(acme('profile'));
  await vi.advanceTimersByTimeAsync(afterMs - 1);
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(written).toEqual(['/o/org_a/profile']);
});

test('R16: signing out right after a page was opened loses no place, and writes it once', async () => {
  const { note, written } = start();
  note.take(acme('profile'));
  await note.settle();
  expect(written).toEqual(['/o/org_a/profile']);
  await vi.advanceTimersByTimeAsync(afterMs);
  await note.settle();
  expect(written).toEqual(['/o/org_a/profile']);
});

test('R16: going to another organization at once keeps the place in the one that was left, and their order', async () => {
  const { note, written } = start();
  note.take(acme('audit'));
  note.take(globex);
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(written).toEqual(['/o/org_a/audit', '/o/org_g/members']);
});

test('R16: the address of the next organization is no place in the one that is left', async () => {
  const { note, written } = start();
  note.take(acme('audit'));
  note.take({ organizationId: 'org_a', place: globex.place });
  await note.settle();
  expect(written).toEqual(['/o/org_a/audit']);
});

test('a place that is being written is waited for', async () => {
  let finish = (): void => undefined;
  const note = createPlaceNote(() => new Promise((resolve) => (finish = resolve)), afterMs);
  note.take(globex);
  await vi.advanceTimersByTimeAsync(afterMs);
  let isSettled = false;
  const settled = note.settle().then(() => {
    isSettled = true;
  });
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(isSettled).toBe(false);
  finish();
  await settled;
  expect(isSettled).toBe(true);
});
