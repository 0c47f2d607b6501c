import { expect, it } from 'vitest';
import * as z from 'zod';
import { operations } from '#shared/contract/operations.ts';
import { exampleOf, remarksOf, rowsOf, typeOf } from './schema-rows.ts';

it('each field is a row with what it is, whether it must be given, and its limits', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 63 },
      tags: { type: 'array', maxItems: 50, items: { $ref: '#/components/schemas/Tag' } },
      until: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }], default: null },
    },
  } as const;
  const schemas = {
    Tag: {
      type: 'object',
      properties: { id: { type: 'string' }, inner: { $ref: '#/components/schemas/Tag' } },
    },
  };
  expect(rowsOf(schema, schemas)).toEqual([
    { path: 'name', depth: 0, name: 'name', type: 'text', isRequired: true, remarks: ['1 to 63 characters'] },
    {
      path: 'tags',
      depth: 0,
      name: 'tags',
      type: 'list of object',
      isRequired: false,
      remarks: ['at most 50 items'],
    },
    { path: 'tags[].id', depth: 1, name: 'id', type: 'text', isRequired: false, remarks: [] },
    // what holds itself is told once
    { path: 'tags[].inner', depth: 1, name: 'inner', type: 'object', isRequired: false, remarks: [] },
    {
      path: 'until',
      depth: 0,
      name: 'until',
      type: 'text or null',
      isRequired: false,
      remarks: ['date-time', 'default null'],
    },
  ]);
});

it('choices are told up to a number, and numbers in the way people write them', () => {
  expect(typeOf({ enum: ['a', 'b'] }, {})).toBe('one of "a", "b"');
  expect(typeOf({ enum: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, {})).toMatch(/^one of 1, .* and 2 more$/);
  expect(remarksOf({ type: 'integer', minimum: 0, maximum: 100_000 }, {})).toEqual(['at most 100,000']);
  expect(remarksOf({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, {})).toEqual([
    'at least 1',
  ]);
});

const withBody = operations.filter(
  ({ method, input }) => method !== 'GET' && Object.keys(input.shape).length > 0,
);

it.each(withBody)('the example of $name has every field that must be given, of its type', ({ input }) => {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as never;
  const example = exampleOf(schema, {});
  const { error } = input.safeParse(example);
  const wrongTypes = error?.issues.filter(
    ({ code }) => code === 'invalid_type' || code === 'unrecognized_keys',
  );
  expect(wrongTypes ?? []).toEqual([]);
});
