import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonical } from './canonical.ts';

/** RFC 8785, appendix B: the bits of a number and how it is written. */
const numbers: readonly (readonly [bits: string, text: string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

const numberOf = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();

describe('canonical JSON', () => {
  it.each(numbers)('writes the number %s of RFC 8785 as %s', (bits, text) => {
    expect(canonicalJson(numberOf(bits))).toBe(text);
  });

  it('refuses what JSON has no word for', () => {
    const self: unknown[] = [];
    self.push(self);
    const none = [
      numberOf('7fffffffffffffff'),
      numberOf('7ff0000000000000'),
      '\ud800',
      { '\udc00': 1 },
      undefined,
      self,
    ];
    for (const value of none)
      expect(() => canonicalJson({ value: [value, value] }) && canonicalJson(value)).toThrow();
  });

  it('writes the example of RFC 8785, 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16, as the example of RFC 8785, 3.2.3 has them', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect([...text.matchAll(/"((?:[^"\\]|\\.)*)":0/g)].map(([, key]) => JSON.parse(`"${key}"`))).toEqual(
      sorted,
    );
  });
});

describe('a text that is read', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"b":1,"a":2}',
    '1.0',
    '-0',
    ' 1',
    '1 ',
    '"\\u0061"',
    '"\\ud800"',
    '1e400',
    '[',
    '',
  ])('is refused where it is not the one way to write its value: %s', (text) => {
    expect(parseCanonical(text)).toBeUndefined();
  });

  it('is what it was, also with names that objects have by themselves', () => {
    const text = '{"__proto__":{"x":1},"constructor":null,"toJSON":"[{"}';
    const { value } = parseCanonical(text) ?? {};
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toJSON']);
    expect(canonicalJson(value)).toBe(text);
  });

  it('is refused where it nests deeper than 64, before anything recurses into it', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseCanonical(nested(64))).toBeDefined();
    expect(parseCanonical(nested(65))).toBeUndefined();
    expect(parseCanonical(nested(1_000_000))).toBeUndefined();
    expect(parseCanonical('"[[\\"[["'.padEnd(200, '[').concat('"'))).toBeUndefined();
  });
});
