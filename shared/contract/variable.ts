import * as z from 'zod';
import { resource } from './resource.ts';

/** A POSIX environment name; unique without regard to case. */
export const VariableName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must begin with a letter or _ and hold only letters, digits and _');

/** Any text but NUL: it arrives in the container byte for byte. */
export const VariableValue = z
  .string()
  .max(131_072, 'must be at most 131,072 characters')
  .refine((text) => !text.includes('\0'), 'must not hold NUL, which no environment can carry');

/** A variable as listed: a secret's value is absent. */
export const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  isSecret: z.boolean(),
});
export type Variable = z.infer<typeof Variable>;

const variables = resource('serviceVariables', { parent: 'service', plural: 'variables' });
const secret = resource('secret', { parent: 'service', plural: 'variables' });

const VariableList = z.object({ version: z.number().int(), variables: z.array(Variable) });

export const variableContract = {
  list: variables.under('read', {
    summary: 'List the variables of a service, secrets without their values',
    effect: 'read',
    output: VariableList,
  }),
  replace: variables.under('write', {
    summary: 'Replace all variables of a service; a secret without a value keeps the one it has',
    effect: 'change',
    method: 'PUT',
    input: {
      variables: z
        .array(
          z.strictObject({
            name: VariableName,
            value: VariableValue.optional(),
            isSecret: z.boolean().default(false),
          }),
        )
        .max(1_000),
      version: z.number().int().optional(),
    },
    output: VariableList,
  }),
  reveal: secret.under('reveal', {
    summary: 'Show one secret value; each time is audited',
    effect: 'change',
    path: 'reveal',
    input: { name: VariableName },
    output: z.object({ value: z.string() }),
  }),
};
