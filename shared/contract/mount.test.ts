import { describe, expect, it } from 'vitest';
import { HostPath, Mount, MountTarget, VolumeName } from './mount.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

/** Paths that lead elsewhere than they look, or cannot be looked at. */
const refused = [
  '',
  'data',
  './data',
  '/data/',
  '//data',
  '/data//x',
  '/..',
  '/data/../etc',
  '/data/.',
  '/a\nb',
  '/a\0b',
  '/a\u202eb',
  '/a\u200bb',
  '/a\u2028b',
  '/a\ud800',
  `/${'x'.repeat(1_024)}`,
];

describe('a place in the container', () => {
  it.each(['/data', '/var/lib/data', '/a b/c', `/it's "quoted"`, '/$(id)', '/..data', '/ünïcode'])(
    'may be %j',
    (path) => {
      expect(accepts(MountTarget, path)).toBe(true);
    },
  );

  it.each([...refused, '/'])('must not be %j', (path) => {
    expect(accepts(MountTarget, path)).toBe(false);
  });
});

describe('a path of the server', () => {
  it('may be its root, and is a plain absolute path otherwise', () => {
    expect(accepts(HostPath, '/')).toBe(true);
    for (const path of refused) expect([path, accepts(HostPath, path)]).toEqual([path, false]);
  });
});

describe('the name of a volume', () => {
  it.each(['data', 'pg-data', 'a.b_c', '0'])('may be %j', (name) => {
    expect(accepts(VolumeName, name)).toBe(true);
  });

  it.each(['', '-x', '.x', 'a/b', 'a b', '../x', 'a\n', 'ü', 'x'.repeat(64)])('must not be %j', (name) => {
    expect(accepts(VolumeName, name)).toBe(false);
  });
});

describe('a mount', () => {
  it('is filled in where nothing is said', () => {
    expect(Mount.parse({ type: 'volume', name: 'data', target: '/data' })).toMatchObject({ readOnly: false });
    expect(Mount.parse({ type: 'tmpfs', target: '/tmp' })).toMatchObject({ sizeMiB: 64 });
    expect(Mount.parse({ type: 'file', target: '/etc/a', content: 'x' })).toMatchObject({ mode: '444' });
  });

  it.each(['', '8', '999', '4755', 'rw-r--r--'])('is no file of mode %j', (mode) => {
    expect(accepts(Mount, { type: 'file', target: '/etc/a', content: 'x', mode })).toBe(false);
  });

  it('is no file that is empty, holds NUL or is too long', () => {
    for (const content of ['', 'a\0b', 'x'.repeat(65_537)])
      expect(accepts(Mount, { type: 'file', target: '/etc/a', content })).toBe(false);
  });
});
