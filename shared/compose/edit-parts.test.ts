import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editPart, type PartEdit, partsOf } from './edit-parts.ts';

const file = `# of the shop
x-common: &common
  restart: always   # kept

services:
  web:
    # the front
    image: 'nginx:1.27'   # pinned
    <<: *common
    environment:
      LEVEL: "info" # loud
      EMPTY:
      PORT: 8080
  worker: {image: busybox, environment: [A=1, "B=two words"]}
  db:
    image: postgres
    environment:
      - USER=me   # the owner
      - "PASS=a=b"
  bare:
    build: .
`;

const lines = (text: string | null): string[] => (text ?? '').split('\n');
/** The lines that are new, and those that went. */
const difference = (edit: PartEdit, text = file) => {
  const edited = editPart(text, edit);
  return {
    more: lines(edited).filter((line) => !lines(text).includes(line)),
    less: lines(text).filter((line) => !lines(edited).includes(line)),
  };
};

describe('the parts of a file', () => {
  it('are told with image and variables, whichever form those have', () => {
    expect(partsOf(file)).toEqual([
      {
        name: 'web',
        image: 'nginx:1.27',
        variables: [
          { name: 'LEVEL', value: 'info' },
          { name: 'EMPTY', value: '' },
          { name: 'PORT', value: '8080' },
        ],
      },
      {
        name: 'worker',
        image: 'busybox',
        variables: [
          { name: 'A', value: '1' },
          { name: 'B', value: 'two words' },
        ],
      },
      {
        name: 'db',
        image: 'postgres',
        variables: [
          { name: 'USER', value: 'me' },
          { name: 'PASS', value: 'a=b' },
        ],
      },
      { name: 'bare', image: null, variables: [] },
    ]);
    for (const bad of ['', 'a', 'services: [a]', 'services: {', '[[[[']) expect(partsOf(bad)).toEqual([]);
  });
});

describe('an edit', () => {
  it.each<[string, PartEdit, string[], string[]]>([
    [
      'of a quoted image',
      { part: 'web', image: 'nginx:1.28' },
      ["    image: 'nginx:1.28'   # pinned"],
      ["    image: 'nginx:1.27'   # pinned"],
    ],
    ['that gives an image', { part: 'bare', image: 'a:1' }, ['    image: a:1'], []],
    [
      'of a variable',
      { part: 'web', variable: 'LEVEL', value: 'a "b"' },
      ['      LEVEL: "a \\"b\\"" # loud'],
      ['      LEVEL: "info" # loud'],
    ],
    ['of a new variable', { part: 'web', variable: 'NEW', value: '1' }, ['      NEW: "1"'], []],
    ['that takes one away', { part: 'web', variable: 'PORT', value: null }, [], ['      PORT: 8080']],
    [
      'of a list',
      { part: 'db', variable: 'USER', value: 'you' },
      ['      - "USER=you"   # the owner'],
      ['      - USER=me   # the owner'],
    ],
    ['of a longer list', { part: 'db', variable: 'N', value: 'x' }, ['      - "N=x"'], []],
    [
      'between brackets',
      { part: 'worker', variable: 'C', value: 'a, b' },
      ['  worker: {image: busybox, environment: ["C=a, b", A=1, "B=two words"]}'],
      ['  worker: {image: busybox, environment: [A=1, "B=two words"]}'],
    ],
    ['of the first variable', { part: 'bare', variable: 'A', value: 'b' }, ['    environment: {A: b}'], []],
  ])('%s changes that and no other byte', (_, edit, more, less) => {
    expect(difference(edit)).toEqual({ more, less });
  });

  it('is refused where it would change more', () => {
    const shared = 'x: &i nginx\nservices:\n  a: {image: *i}\n  b: &b\n    image: c\n  d: *b\n';
    expect(editPart(shared, { part: 'a', image: 'z' })).toBeNull();
    expect(editPart(shared, { part: 'b', image: 'z' })).toBeNull();
    expect(editPart(shared, { part: 'nothing', image: 'z' })).toBeNull();
    expect(
      editPart('services: {a: {environment: [A]}}', { part: 'a', variable: 'A', value: null }),
    ).toBeNull();
  });

  it('holds whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('web', 'worker', 'db', 'bare'),
        fc.string({ unit: 'grapheme' }),
        (part, value) => {
          const edited = editPart(file, { part, variable: 'TYPED', value });
          expect(edited).not.toBeNull();
          const { environment } = (
            parse(edited ?? '', { merge: true }) as { services: Record<string, { environment: unknown }> }
          ).services[part] ?? { environment: {} };
          const held = Array.isArray(environment)
            ? environment.includes(`TYPED=${value}`)
            : (environment as Record<string, unknown>).TYPED === value;
          expect(held).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a file whose aliases make much of it', () => {
  const services = Array.from({ length: 120 }, (_, index) => `  s${index}: {<<: *common, image: a}\n`).join(
    '',
  );
  it.each([
    ['one anchor in 120 places', `x-common: &common {restart: always}\nservices:\n${services}`, 's1'],
    ['an anchor in itself', 'services:\n  s1: &loop {image: a, x-me: *loop}\n', 's1'],
  ])('is left to its text, with %s', (_, text, part) => {
    expect(partsOf(text).length).toBeGreaterThan(0);
    expect(editPart(text, { part, image: 'b' })).toBeNull();
  });
});
