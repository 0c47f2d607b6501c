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
