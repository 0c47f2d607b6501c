import { describe, expect, it } from 'vitest';
import { matcherOf, patternObjection, patternsOf } from './docker-patterns.ts';

describe('a pattern of Docker', () => {
  it.each([
    ['services/api', 'services/api/main.go', true],
    ['services/api/', 'services/api', true],
    ['/services/api', 'services/api/a/b', true],
    ['./services//api/../web', 'services/web/x', true],
    ['services/api', 'services/api-two/main.go', false],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['*/README.md', 'docs/README.md', true],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'docs/deep/README.md', true],
    ['**/node_modules', 'a/b/node_modules/x/y.js', true],
    ['**/node_modules', 'a/b/my_node_modules/x', false],
    ['docs/**', 'docs/a/b', true],
    ['docs/**', 'docs', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/bz', false],
    ['**', 'anything/at all', true],
    ['**.go', 'a/main.go', true],
    ['**in', 'a/main', true],
    ['ma?n', 'main', true],
    ['ma?n', 'ma/n', false],
    ['[a-c]at', 'bat', true],
    ['[^a-c]at', 'bat', false],
    ['[^a-c]at', 'rat', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a+(b|c)$.{2}', 'a+(b|c)$.{2}', true],
    ['a.c', 'abc', false],
    ['(a+)+', 'aaaa', false],
    ['Größe-?', 'Größe-𝔸', true],
    ['Main', 'main', false],
    ['.', 'main', false],
    ['../up', 'up', false],
  ])('%j against %j', (pattern, path, isMatched) => {
    expect(matcherOf([pattern])(path)).toBe(isMatched);
  });

  it('is taken out again by a later one, and put in again by a still later one', () => {
    const matches = matcherOf(['docs', '!docs/api', 'docs/api/private']);
    expect(['docs/a', 'docs/api/x', 'docs/api/private/y', 'src'].map(matches)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it.each(['[a', '[', '[]', '[a-', 'a\\', '[a\\', '!', '! ', ''])('is not %j', (text) => {
    expect(patternObjection(text)).not.toBeNull();
    expect(matcherOf([text])('a')).toBe(false);
  });

  it('is answered soon, whatever anybody writes', () => {
    const path = `${'a'.repeat(4_000)}!`;
    expect(matcherOf([`${'*a'.repeat(100)}b`, `${'**/'.repeat(100)}b`, '(a*)*b'])(path)).toBe(false);
  });
});

it('a file of patterns is read as Docker reads it', () => {
  const text = '\uFEFFnode_modules\r\n# a comment\n\n  \n #no comment\n!keep\n';
  expect(patternsOf(text)).toEqual(['node_modules', ' #no comment', '!keep']);
});
