import { describe, expect, it } from 'vitest';
import { gitProviderUrl, isRepositoryOf, repositoryPathOf, sshRepositoryPathOf } from './git-provider.ts';

describe('the address of a git provider', () => {
  it.each([
    ['https://GitHub.com/', 'https://github.com'],
    [' https://git.example.com:443/forge// ', 'https://git.example.com/forge'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%j is written %s', (typed, written) => {
    expect(gitProviderUrl(typed)).toBe(written);
    expect(gitProviderUrl(written)).toBe(written);
  });

  it.each([
    '',
    'github.com',
    'ssh://git@github.com',
    'https://me:pw@github.com',
    'https://github.com/?a=1',
    'file:///etc',
  ])('%j is none', (typed) => expect(gitProviderUrl(typed)).toBeNull());
});

describe('a repository', () => {
  it.each(['https://github.com/acme/web', 'https://GITHUB.com:443/acme/web.git'])('%s is of GitHub', (url) =>
    expect(isRepositoryOf('https://github.com', url)).toBe(true),
  );

  it.each([
    'https://github.com.evil.example/acme/web',
    'https://evil.example/github.com/acme/web',
    'http://github.com/acme/web',
    'https://github.com:8443/acme/web',
    'git@github.com:acme/web',
    'https://github.com@evil.example/acme/web',
    'https://github.com\\@evil.example/acme/web',
    'https://github.com/acme/%2e%2e/web',
    'not an address',
  ])('%s is not', (url) => expect(isRepositoryOf('https://github.com', url)).toBe(false));

  it.each([
    ['https://github.com', 'https://github.com/acme/web.git', 'acme/web'],
    ['https://example.com/git', 'https://example.com/git/a/b/c/', 'a/b/c'],
    ['https://github.com', 'https://example.com/acme/web.git', null],
  ])('at %s, %s is called %s', (base, url, path) => expect(repositoryPathOf(base, url)).toBe(path));

  it('is of a provider below a path only where it lies below that path', () => {
    expect(isRepositoryOf('https://example.com/git', 'https://example.com/git/a/b')).toBe(true);
    expect(isRepositoryOf('https://example.com/git', 'https://example.com/gitlab/a/b')).toBe(false);
    expect(isRepositoryOf('https://example.com/git', 'https://example.com/git/../a/b')).toBe(false);
  });
});

describe('a repository that is fetched over SSH', () => {
  it.each([
    ['git@git.example.com:acme/web.git', 'acme/web'],
    ['git@GIT.example.com:/acme/web', 'acme/web'],
    ['ssh://git@git.example.com/acme/sub/web.git', 'acme/sub/web'],
    ['ssh://git@git.example.com:2222/acme/web.git/', 'acme/web'],
    ['git@git.example.com.evil.com:acme/web.git', null],
    ['git@other.example.com:acme/web.git', null],
    ['https://git.example.com/acme/web.git', null],
    ['git@git.example.com:', null],
  ])('of the address %s is %s at its provider', (url, path) => {
    expect(sshRepositoryPathOf('https://git.example.com/git', url)).toBe(path);
  });
});
