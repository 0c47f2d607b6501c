import { StandardRPCJsonSerializer } from '@orpc/client/standard';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PlainJsonSerializer } from './plain-json.ts';

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined, 1n, new Date(0), Number.NaN, new Map([[1, 2]]), new Set([1]), /a/),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

it('puts on the wire exactly what the serializer of oRPC does', () => {
  fc.assert(
    fc.property(value, (data) => {
      const [json, meta] = new PlainJsonSerializer().serialize(data);
      const [expected, expectedMeta] = new StandardRPCJsonSerializer().serialize(data);
      expect([JSON.stringify(json), meta]).toEqual([JSON.stringify(expected), expectedMeta]);
    }),
  );
});
