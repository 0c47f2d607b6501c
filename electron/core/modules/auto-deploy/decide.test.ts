import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';

const sight = {
  branch: 'main',
  commit: 'b'.repeat(40),
  seen: 'a'.repeat(40),
  message: 'Fix the door',
  skipWords: ['[skip ci]'],
};

describe('a branch that was looked at', () => {
  it.each([
    ['is deployed where it moved', {}, 'deploy', 'main moved to bbbbbbb'],
    ['is left where it was', { commit: sight.seen }, 'wait', 'as it was'],
    ['is remembered only, the first time', { seen: null }, 'note', 'from now on'],
    ['is waited for where it is not there', { commit: null }, 'wait', 'there is no branch main'],
    ['is left out where its commit says so', { message: 'Docs [SKIP CI]' }, 'note', '“[skip ci]”'],
    ['is deployed where nobody tells what its commit says', { message: null }, 'deploy', 'moved'],
    [
      'is deployed whatever it says, where no word was given',
      { skipWords: [], message: '[skip ci]' },
      'deploy',
      'moved',
    ],
  ] as const)('%s', (_, change, does, because) => {
    expect(decide({ ...sight, ...change })).toEqual({ does, because: expect.stringContaining(because) });
  });
});
