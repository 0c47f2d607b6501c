import { describe, expect, it } from 'vitest';
import { Email, Name } from './fields.ts';

const refusal = (name: string): string | undefined => Name.safeParse(name).error?.issues[0]?.message;

describe('a name', () => {
  it.each([
    'a',
    'x'.repeat(63),
    '🚢'.repeat(63),
    'web “2”',
    "it's",
    '"; id>tmp',
    '$(id)',
    '`id`',
    'ä ö ü',
    '日本語',
    '-rf',
  ])('may be %j', (name) => {
    expect(Name.parse(name)).toBe(name);
  });

  it('is trimmed', () => {
    expect(Name.parse('  web \t')).toBe('web');
  });

  it.each([
    ['', 'must not be empty'],
    ['   ', 'must not be empty'],
    ['x'.repeat(64), 'must be at most 63 characters'],
    ['x'.repeat(10_000), 'must be at most 63 characters'],
    ['two\nlines', 'must not hold line breaks, control or direction marks'],
    ['carriage\rreturn', 'must not hold line breaks, control or direction marks'],
    ['nul\0', 'must not hold line breaks, control or direction marks'],
    ['right\u202eleft', 'must not hold line breaks, control or direction marks'],
    ['mark\u200f!', 'must not hold line breaks, control or direction marks'],
    ['line\u2028separator', 'must not hold line breaks, control or direction marks'],
    ['escape\u001b[31m', 'must not hold line breaks, control or direction marks'],
    ['; id>/tmp/m', 'must not hold a slash'],
  ])('must not be %j', (name, message) => {
    expect(refusal(name)).toBe(message);
  });
});

describe('an e-mail address', () => {
  it('is trimmed and lower-cased before it is checked', () => {
    expect(Email.parse(' Olive@Example.COM ')).toBe('olive@example.com');
  });

  it.each(['', 'olive', 'olive@', 'a@b@c.de', 'olive@example.com\nbcc: x@y.z', `${'a'.repeat(250)}@b.de`])(
    'must not be %j',
    (email) => {
      expect(Email.safeParse(email).success).toBe(false);
    },
  );
});
