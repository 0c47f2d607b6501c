import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { fakeHost } from '#test/support/create-test-core.ts';
import { tellBugs } from './tell-bugs.ts';

it('tells both kinds of bugs, and ends after an exception only', () => {
  const { log, logged } = fakeHost();
  const process = new EventEmitter();
  const end = vi.fn();
  tellBugs(process, log, end);
  process.emit('unhandledRejection', new Error('late'));
  expect(end).not.toHaveBeenCalled();
  process.emit('uncaughtException', 'thrown');
  expect(end).toHaveBeenCalledOnce();
  expect(logged.map(({ level }) => level)).toEqual(['error', 'error']);
  expect(logged[0]?.fields.stack).toContain('late');
  expect(logged[1]?.fields.stack).toBe('thrown');
});

it('tells a rejection that comes again and again once a minute, with how often', () => {
  const { log, logged } = fakeHost();
  const process = new EventEmitter();
  const clock = { at: 0 };
  tellBugs(process, log, vi.fn(), () => clock.at);
  const again = new Error('again');
  for (let n = 0; n < 1_000; n += 1) process.emit('unhandledRejection', again);
  process.emit('unhandledRejection', new Error('another'));
  expect(logged.map(({ fields }) => fields.times)).toEqual([undefined, undefined]);
  clock.at = 60_000;
  process.emit('unhandledRejection', again);
  expect(logged.at(-1)?.fields).toMatchObject({ times: 1_000, stack: again.stack });
});
