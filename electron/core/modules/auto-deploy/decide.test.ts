import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';

const sight = {
  branch: 'main',
  commit: 'b'.repeat(40),
  seen: 'a'.repeat(40),
  message: 'Fix the door',
  skipWords: ['[skip ci]'],
  changed: null,
  watchPaths: [],
};
const changed = ['docs/a.md', 'api/main.go', 'api/go.mod'];

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
    [
      'is deployed where a path changed that counts',
      { changed, watchPaths: ['api'] },
      'deploy',
      'main moved to bbbbbbb and changed api/main.go and 1 more',
    ],
    [
      'is left out where none that changed counts',
      { changed, watchPaths: ['api', '!api/*'] },
      'note',
      'of the 3 paths that changed up to bbbbbbb none counts',
    ],
    [
      'is deployed where something changed beside what does not count',
      { changed, watchPaths: ['!docs', '!**/go.mod'] },
      'deploy',
      'changed api/main.go',
    ],
    ['is deployed where nobody tells what changed', { watchPaths: ['api'] }, 'deploy', 'nobody tells'],
    [
      'is left out by its words, whatever changed',
      { changed, watchPaths: ['api'], message: '[skip ci]' },
      'note',
      '“[skip ci]”',
    ],
    [
      'is told with nothing hidden in a path',
      { changed: ['a\n\u202eb'], watchPaths: ['**'] },
      'deploy',
      'changed a\ufffd\ufffdb',
    ],
  ] as const)('%s', (_, change, does, because) => {
    expect(decide({ ...sight, ...change })).toEqual({ does, because: expect.stringContaining(because) });
  });
});
