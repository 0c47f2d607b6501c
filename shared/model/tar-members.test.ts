import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isInnerLink } from './inner-link.ts';
import { bytesOf, type TarMember, tarEnd, tarHeader, tarPadding } from './tar-members.ts';

const folder = mkdtempSync(join(tmpdir(), 'quayside-tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const archiveOf = (members: readonly (TarMember & { readonly content?: string })[]): Buffer =>
  Buffer.concat(
    members
      .flatMap(({ content = '', ...member }) => {
        const bytes = Buffer.from(content);
        return [...tarHeader({ ...member, size: bytes.length }), bytes, tarPadding(bytes.length)];
      })
      .concat(tarEnd),
  );

it('is what tar itself unpacks: long names, odd letters, modes and links', () => {
  const long = `${'deep/'.repeat(40)}häfen "and" 'quays'\nnew line.txt`;
  const archive = archiveOf([
    { path: 'run.sh', type: 'file', size: 0, mode: 0o755, content: '#!/bin/sh\n' },
    { path: 'empty', type: 'folder', size: 0 },
    { path: long, type: 'file', size: 0, content: 'x'.repeat(1_000) },
    { path: 'link', type: 'link', size: 0, linkTo: long },
  ]);
  execFileSync('tar', ['-xf', '-', '-C', folder], { input: archive, stdio: ['pipe', 'pipe', 'inherit'] });
  expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'empty')).isDirectory()).toBe(true);
  expect(readFileSync(join(folder, long), 'utf8')).toBe('x'.repeat(1_000));
  expect(statSync(join(folder, long)).mode & 0o777).toBe(0o644);
  expect(readlinkSync(join(folder, 'link'))).toBe(long);
});

it.each([
  ['a', 'b', true],
  ['a/b', '../c', true],
  ['a/b', './c//d', true],
  ['a/b/c', '.././../d', true],
  ['a/b', 'c/..', false],
  ['x', 'a/b/../etc', false],
  ['a', '..', false],
  ['a/b', '../../c', false],
  ['a/b', 'x/../../../c', false],
  ['a', '/etc/passwd', false],
  ['a', '', false],
])('a link at %s to %s stays inside: %s', (path, linkTo, isInner) => {
  expect(isInnerLink(path, linkTo)).toBe(isInner);
});

it.each([
  '',
  'plain',
  'häfen',
  '€',
  'quay 🚢',
  'lone \ud800 half',
  '\0\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}',
])('is %j in UTF-8', (text) => {
  expect(Buffer.from(bytesOf(text))).toEqual(Buffer.from(text, 'utf8'));
});
