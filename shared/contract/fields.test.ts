import { describe, expect, it } from 'vitest';
import { Email, Name } from './fields.ts';

const invisible = 'must not hold line breaks, control or direction marks, or anything invisible';

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
    'crew 👩‍🚀',
    '👨‍👩‍👧‍👦',
    '❤️',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '#️⃣',
    '👍🏽',
  ])('may be %j', (name) => {
    expect(Name.parse(name)).toBe(name);
  });

  it('never holds a code point that is shown as nothing, but inside of an emoji', () => {
    for (let point = 0; point <= 0x10_ffff; point += 1) {
      const mark = String.fromCodePoint(point);
      if (/^\p{Default_Ignorable_Code_Point}$/u.test(mark))
        expect(refusal(`a${mark}b`), point.toString(16)).toBe(invisible);
    }
  });

  it('is trimmed', () => {
    expect(Name.parse('  web \t')).toBe('web');
  });

  it.each([
    ['', 'must not be empty'],
    ['   ', 'must not be empty'],
    ['x'.repeat(64), 'must be at most 63 characters'],
    ['x'.repeat(10_000), 'must be at most 63 characters'],
    ['two\nlines', invisible],
    ['carriage\rreturn', invisible],
    ['nul\0', invisible],
    ['right\u202eleft', invisible],
    ['mark\u200f!', invisible],
    ['line\u2028separator', invisible],
    ['escape\u001b[31m', invisible],
    ['half \ud83d', invisible],
    ['hangul filler\u3164', invisible],
    ['jamo\u115ffiller', invisible],
    ['soft\u00adhyphen', invisible],
    ['tag\u{e0041}', invisible],
    ['selector\ufe0f', invisible],
    ['joi\u200dner', invisible],
    ['🚢\u{e0067}\u{e007f}', invisible],
    ['🚢\u200d🚢', invisible],
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
