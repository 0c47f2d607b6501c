import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Email, Instant } from './fields.ts';
import { LifetimeHours } from './invitation.ts';
import { ServiceSpec } from './service-spec.ts';

const said = (schema: z.ZodType, value: unknown): string[] =>
  z.safeParse(schema, value).error?.issues.map(({ message }) => message) ?? [];

describe('what is wrong with an input', () => {
  it.each([
    [z.number().min(1), 0, 'must be at least 1'],
    [z.number().max(79), 90, 'must be at most 79'],
    [z.string().min(2), 'a', 'must have at least 2 characters'],
    [z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 item'],
    [z.enum(['1', 'never']), '2', 'must be one of 1, never'],
    [LifetimeHours, 49, 'must be one of 48, 168'],
    [Instant, 'yesterday', 'must be an instant such as 2026-01-31T12:00:00Z'],
    [Email, 'nobody', 'must be an e-mail address such as ada@example.com'],
    [z.object({ name: z.string() }), {}, 'must be given'],
    [ServiceSpec, { type: 'stack' }, 'must be one of application, compose, database'],
    [z.number(), 'x', 'must be of the type number'],
    [z.strictObject({}), { extra: 1 }, 'has no such field: extra'],
    [z.string().min(1, 'must not be empty'), '', 'must not be empty'],
  ])('is said so that it can be put right: %#', (schema, value, message) => {
    expect(said(schema, value)).toEqual([message]);
  });
});
