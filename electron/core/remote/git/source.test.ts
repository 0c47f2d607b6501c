import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloads } from '../test-support/payloads.ts';
import { checkGitRef, checkGitUrl, checkInnerPath } from './source.ts';

const isAccepted = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe('a repository address', () => {
  test.each([
    'https://example.com/a/b.git',
    'ssh://git@example.com:2222/a/b.git',
    'git@example.com:a/b.git',
    'https://example.com/ünï.git',
  ])('%s is accepted', (url) => expect(checkGitUrl(url)).toBe(url));

  test.each([
    '',
    'http://example.com/a.git',
    'file:///etc',
    '/etc',
    'ext::sh -c id',
    'git://example.com/a',
    '-oProxyCommand=id',
    '--upload-pack=id',
    'ssh://-oProxyCommand=id/a',
    'https://user:token@example.com/a.git',
    'https://token@example.com/a.git',
    'ssh://git:secret@example.com/a.git',
    'git@-oProxyCommand=id:a',
    'git@host:-x',
    ...payloads,
  ])('%j is refused', (url) => expect(isAccepted(() => checkGitUrl(url))).toBe(false));

  test('plain http only where it is allowed', () => {
    expect(checkGitUrl('http://127.0.0.1/a.git', { allowHttp: true })).toContain('http:');
  });
});

test('a branch name that is accepted is one for git too', () => {
  const unit = fc.constantFrom(...'abz019-_./@{}~^:?*[\\ #+,!%&=\u202e');
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (name) => {
      if (!isAccepted(() => checkGitRef({ kind: 'branch', name }))) return;
      execFileSync('git', ['check-ref-format', `refs/heads/${name}`]);
    }),
    { numRuns: 200 },
  );
  expect(spawnSync('git', ['check-ref-format', 'refs/heads/a..b']).status).toBe(1);
}, 60_000);

test.each(['feature/x', 'v1.2.3', 'release-2026+1', '日本'])('the branch %s is accepted', (name) => {
  expect(checkGitRef({ kind: 'branch', name }).name).toBe(name);
});

test.each(['HEAD~1', 'abc', 'ABCDEF1', 'g123456', ''])('the commit %j is refused', (name) => {
  expect(isAccepted(() => checkGitRef({ kind: 'commit', name }))).toBe(false);
});

test.each(['/etc', '../x', 'a/../../b', 'a\0b', 'a\nb'])('the path %j is refused', (path) => {
  expect(isAccepted(() => checkInnerPath('directory', path))).toBe(false);
});
