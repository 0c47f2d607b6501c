import { beforeAll, describe, expect, it } from 'vitest';
import { bundleExpected, bundleParts, makePeople, seeded } from '#test/support/sealed-bundle.ts';
import { decryptAge } from './age.ts';
import { type KeyPairs, openBundle, sealBundle } from './index.ts';
import { readSigned } from './signed.ts';

// With QUAYSIDE_EVERY_BIT each bit and each length of the file is tried, which takes minutes; else one in so many.
const isWhole = process.env.QUAYSIDE_EVERY_BIT !== undefined;
const bitStep = isWhole ? 1 : 61;
const lengthStep = isWhole ? 1 : 13;
const fileSplices = isWhole ? 10_000 : 600;

let people: { olive: KeyPairs; max: KeyPairs };
let file: Uint8Array;
let other: Uint8Array;
let signed: Uint8Array;
let otherSigned: Uint8Array;

const plainOf = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const plain = await decryptAge(bytes, { identity: people.max.identity });
  if ('refused' in plain) throw plain.error;
  return plain;
};

beforeAll(async () => {
  people = await makePeople();
  const { olive, max } = people;
  const sealed = (body: unknown) => sealBundle(bundleParts(olive, max.recipient, body));
  [{ file }, { file: other }] = await Promise.all([sealed('a'.repeat(7_000)), sealed('b'.repeat(7_000))]);
  const [one, two] = await Promise.all([sealed({ servers: ['harbour'] }), sealed({ servers: ['lagoon'] })]);
  [signed, otherSigned] = await Promise.all([plainOf(one.file), plainOf(two.file)]);
});

const opens = async (bytes: Uint8Array): Promise<boolean> =>
  !('refused' in (await openBundle(bytes, bundleExpected(people.olive, people.max))));
const reads = (bytes: Uint8Array): boolean => !('refused' in readSigned(bytes));

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
};

const spliced = (one: Uint8Array, two: Uint8Array, below: (limit: number) => number): Uint8Array => {
  const [from, until] = [below(one.length), below(two.length)];
  return Buffer.concat([one.subarray(0, from), two.subarray(until)]);
};

const isOneOf = (bytes: Uint8Array, ...all: Uint8Array[]): boolean =>
  all.some((each) => Buffer.compare(each, bytes) === 0);

describe('a bundle of 8 KB', () => {
  it('opens as it is', async () => {
    expect(file.length).toBeGreaterThan(7_500);
    expect([await opens(file), await opens(other), reads(signed), reads(otherSigned)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('does not open with a bit turned over', async () => {
    const opened: number[] = [];
    for (let bit = 0; bit < file.length * 8; bit += bitStep)
      if (await opens(flipped(file, bit))) opened.push(bit);
    expect(opened).toEqual([]);
  });

  it('does not open with its end cut off, or with more behind it', async () => {
    const opened: number[] = [];
    for (let length = 0; length < file.length; length += lengthStep)
      if (await opens(file.subarray(0, length))) opened.push(length);
    expect(opened).toEqual([]);
    expect(await opens(Buffer.concat([file, Uint8Array.of(0)]))).toBe(false);
  });

  it('does not open put together from two', async () => {
    const below = seeded(8785);
    let opened = 0;
    for (let count = 0; count < fileSplices; count += 1) {
      const bytes = spliced(file, other, below);
      if (!isOneOf(bytes, file, other) && (await opens(bytes))) opened += 1;
    }
    expect(opened).toBe(0);
  });
});

describe('a signed document, as somebody has it who can decrypt and encrypt', () => {
  it('is not read with any bit turned over', () => {
    const bits = Array.from({ length: signed.length * 8 }, (_, bit) => bit);
    expect(bits.filter((bit) => reads(flipped(signed, bit)))).toEqual([]);
  });

  it('is not read with its end cut off anywhere', () => {
    const lengths = Array.from({ length: signed.length }, (_, length) => length);
    expect(lengths.filter((length) => reads(signed.subarray(0, length)))).toEqual([]);
  });

  it('is not read put together from two, in 10,000 ways', () => {
    const below = seeded(32);
    const all = Array.from({ length: 10_000 }, () => spliced(signed, otherSigned, below));
    expect(all.filter((bytes) => !isOneOf(bytes, signed, otherSigned) && reads(bytes))).toEqual([]);
  });

  it('is not read with the same place cut from both, in each place', () => {
    const same = Math.min(signed.length, otherSigned.length);
    const all = Array.from({ length: same }, (_, at) =>
      Buffer.concat([signed.subarray(0, at), otherSigned.subarray(at)]),
    );
    expect(all.filter((bytes) => !isOneOf(bytes, signed, otherSigned) && reads(bytes))).toEqual([]);
  });
});
