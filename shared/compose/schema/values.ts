import * as z from 'zod';

/** Text; a number or a switch that stands where Compose wants text is its text. */
export const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)], {
  error: 'must be text',
});

const words = { true: true, yes: true, on: true, false: false, no: false, off: false } as const;

/** A switch; one that came out of a variable is text. */
export const flag = z.union(
  [z.boolean(), z.enum(['true', 'yes', 'on', 'false', 'no', 'off']).transform((word) => words[word])],
  { error: 'must be true or false' },
);

/** A number; one that came out of a variable is text. */
export const amount = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d+(?:\.\d+)?$/)
      .transform(Number),
  ],
  {
    error: 'must be a number',
  },
);

/** A number, or a text with a unit, such as `512m`. */
export const size = z.union([z.number(), z.string().regex(/^-?[\d.]+\s*(?:[kmgtpe]i?)?b?$/i)], {
  error: 'must be a size such as 512m',
});

/** As in `1m30s`. */
export const duration = z.union(
  [z.string().regex(/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+$|^0$/), z.literal(0).transform(() => '0s')],
  {
    error: 'must be a duration such as 1m30s',
  },
);

export const texts = z.array(text, { error: 'must be a list' });

/** Names with a text each, or with nothing. */
export const textMap = z.record(z.string(), text.nullable(), {
  error: 'must be a mapping, or a list of NAME=value',
});

/** A mapping of named things. */
export const named = <T extends z.ZodType>(entry: T) =>
  z.record(z.string(), entry, { error: 'must be a mapping' });

/** What Compose hands to somebody else as it is. */
export const anything = z.json();

/** A command: one text that is split like a shell's, or its words. */
export const command = z.union([z.string(), texts, z.null()], { error: 'must be text or a list' });
