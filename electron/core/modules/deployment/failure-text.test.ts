import { describe, expect, it } from 'vitest';
import type { LastWords, Replica } from '../../workload/index.ts';
import { failureText, oldVersionText } from './failure-text.ts';

const silent: LastWords = { lines: [], isUnhealthy: false, isOutOfMemory: false };

const replica = (fields: Partial<Replica>): Replica =>
  ({ slot: 2, state: 'failed', message: 'started', ...fields }) as Replica;

const told = (fields: Partial<Replica>, words: Partial<LastWords> = {}): string =>
  failureText({
    task: replica(fields),
    why: '',
    words: { ...silent, ...words },
    old: oldVersionText.serving,
  });

describe('the reason of a failed deployment', () => {
  it.each([
    [{ state: 'failed', exitCode: 1 }, 'ended with exit code 1.'],
    [
      { state: 'failed', exitCode: 137 },
      'ended with exit code 137 (it was killed; often for lack of memory).',
    ],
    [{ state: 'complete', exitCode: 0 }, 'ended by itself with exit code 0; a service has to keep running.'],
    [{ state: 'failed', exitCode: 0, error: 'task: non-zero exit' }, 'failed: task: non-zero exit.'],
    [{ state: 'rejected', error: 'No such image: app:9' }, 'could not be started: No such image: app:9.'],
    [{ state: 'rejected', message: 'preparing' }, 'could not be started: preparing.'],
    [{ state: 'failed', error: 'task: unhealthy container' }, 'became unhealthy.'],
    [{ state: 'orphaned', message: '' }, 'failed: orphaned.'],
  ] as const)('says of %j that it %s', (fields, text) => {
    expect(told(fields as Partial<Replica>)).toContain(`Replica 2 of the new version ${text}`);
    expect(told(fields as Partial<Replica>)).toContain('The old version keeps serving.');
  });

  it.each([
    [{ isUnhealthy: true }, 'became unhealthy', 'The health check failed.'],
    [{ isOutOfMemory: true }, 'was killed, since it wanted more memory than its limit', ''],
  ])('goes by what the container last was, %j, before its exit code', (words, text, cure) => {
    const reason = told({ exitCode: 1 }, words);
    expect(reason).toContain(text);
    expect(reason).toContain(cure);
    expect(reason).not.toContain('exit code');
  });

  it.each([
    ['port is already allocated', 'choose another one'],
    ['insufficient resources on 1 node', 'too little memory or CPU'],
    ['exec: "x": executable file not found in $PATH', 'Check the image and the command.'],
    ['argument list too long', '128 KiB'],
  ])('names the cure of “%s”', (error, cure) => {
    expect(told({ state: 'rejected', error })).toContain(cure);
    expect(failureText({ task: undefined, why: error, words: silent, old: '' })).toContain(cure);
  });

  it('ends with the last lines, and stays within what a row can hold', () => {
    const reason = told({ exitCode: 1 }, { lines: ['first', 'x'.repeat(10_000)] });
    expect(reason).toContain('\nLast lines:\nfirst\nx');
    expect(reason).toHaveLength(4_000);
  });
});
