import * as z from 'zod';
import { longestValue } from '../model/variables/evaluate.ts';
import { type VariableLevel, variableLevels } from '../model/variables/levels.ts';
import type { Dimension } from '../model/variables/scope.ts';
import { Instant, idOf, isWhole, nameOf } from './fields.ts';
import { resource } from './resource.ts';

/** A POSIX environment name; unique without regard to case. */
export const VariableName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must begin with a letter or _ and hold only letters, digits and _');

/** Any text but NUL: it arrives in the container byte for byte, once its references are resolved. */
export const VariableValue = z
  .string()
  .max(longestValue, 'must be at most 131,072 characters')
  .refine((text) => !text.includes('\0'), 'must not hold NUL, which no environment can carry')
  .refine(...isWhole);

/** The most characters of all variables of one level together: no process takes more than 2 MiB of them. */
export const mostOfLevel = 1_048_576;

const scopeIds = (dimension: Dimension) => z.array(nameOf(dimension)).min(1).max(200);
const dimensionFields = {
  server: scopeIds('server').optional(),
  environment: scopeIds('environment').optional(),
} satisfies Record<Dimension, z.ZodType>;

/** Where a value holds: on one of these servers, in one of these environments, by their ids; left out: everywhere. */
export const VariableScope = z.strictObject(dimensionFields);

const commentLines = /^(?:[ \t]*(?:#[^\n\r\0]*)?\n)*$/;
const oneComment = /^#[^\n\r\0]*$/;

const comments = {
  above: z
    .string()
    .max(10_000)
    .regex(commentLines, 'must hold lines of comments, each with its line break, and nothing else'),
  beside: z.string().max(1_000).regex(oneComment, 'must be one comment, which begins with #'),
};

/** A variable as listed: a secret's value is absent. */
export const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  isSecret: z.boolean(),
  scope: VariableScope.optional(),
  /** The lines of comments, and empty ones, above it in the text of an env file; each with its line break. */
  above: z.string().optional(),
  /** The comment behind it, with its `#`. */
  beside: z.string().optional(),
});
export type Variable = z.infer<typeof Variable>;

const GivenVariable = z.strictObject({
  name: VariableName,
  value: VariableValue.optional(),
  isSecret: z.boolean().default(false),
  scope: VariableScope.optional(),
  above: comments.above.optional(),
  beside: comments.beside.optional(),
});
export type GivenVariable = z.infer<typeof GivenVariable>;

/** All variables of a level, as they are given. */
export const variableFields = {
  variables: z.array(GivenVariable).max(1_000),
  below: comments.above.optional(),
};

export const VariableList = z.object({
  version: z.number().int(),
  variables: z.array(Variable),
  /** The lines of comments, and empty ones, below the last of them. */
  below: z.string().optional(),
});
export type VariableList = z.infer<typeof VariableList>;

/** One save of a level's variables. */
export const VariableSave = z.object({
  version: z.number().int(),
  /** Null for what was there before saves were kept. */
  at: Instant.nullable(),
  by: z.string().nullable(),
  changes: z.array(z.object({ name: z.string(), change: z.enum(['added', 'changed', 'removed']) })),
});
export type VariableSave = z.infer<typeof VariableSave>;

const Source = z.object({ level: z.enum(variableLevels), scope: VariableScope.optional() });

/** A variable as a service gets it, and where that comes from. */
export const ResolvedVariable = Source.extend({
  name: z.string(),
  /** Absent for a secret, whatever part of the value is one, and where the reader may not read what is in it. */
  value: z.string().optional(),
  /** Null where the reader may not read what is in it. */
  isSecret: z.boolean().nullable(),
  /** What would hold without it, the nearest first, as far as the reader may read it. */
  overrides: z.array(Source),
});
export type ResolvedVariable = z.infer<typeof ResolvedVariable>;

/** What a service gets from every level, and in words why a variable has no value. */
export const ResolvedVariables = z.object({
  variables: z.array(ResolvedVariable),
  problems: z.array(z.string()),
  /** What a database leaves to the services beside it, and why: its image would read it itself. */
  notInherited: z.array(Source.extend({ name: z.string(), reason: z.string() })),
});
export type ResolvedVariables = z.infer<typeof ResolvedVariables>;

type Makers<P extends VariableLevel> = {
  readonly variables: ReturnType<typeof resource<'serviceVariables', P>>;
  readonly secret: ReturnType<typeof resource<'secret', P>>;
};

/** The operations that every level has alike; `of` is the node in the words of a summary. */
const variablesOf = <P extends VariableLevel>({ variables, secret }: Makers<P>, of: string) => ({
  list: variables.under('read', {
    summary: `List the variables of ${of}, secrets without their values`,
    effect: 'read',
    input: {
      /** An earlier save; without it what holds now. */ version: z.coerce.number().int().min(1).optional(),
    },
    output: VariableList,
  }),
  replace: variables.under('write', {
    summary: `Replace all variables of ${of}; a secret without a value keeps the one it has`,
    effect: 'change',
    method: 'PUT',
    input: {
      ...variableFields,
      version: z.number().int().optional(),
    },
    output: VariableList,
  }),
  reveal: secret.under('reveal', {
    summary: `Show one secret value of ${of}; each time is audited`,
    effect: 'change',
    path: 'reveal',
    input: { name: VariableName, scope: VariableScope.optional() },
    output: z.object({ value: z.string() }),
  }),
  history: variables.under('read', {
    summary: `List the last saves of the variables of ${of}, newest first`,
    effect: 'read',
    path: 'history',
    output: z.array(VariableSave),
  }),
  restore: variables.under('write', {
    summary: `Save the variables of ${of} as they were in an earlier save, secrets too`,
    effect: 'change',
    path: 'restore',
    input: { earlier: z.coerce.number().int().min(1), version: z.number().int().optional() },
    /** Not what was restored: writing is not reading. */
    output: z.object({ version: z.number().int() }),
  }),
});

type LevelOperations<P extends VariableLevel> = ReturnType<typeof variablesOf<P>>;
/** By its name, since four times all of it is more than the compiler writes into the type of the whole contract. */
export type LevelContract<P extends VariableLevel> = {
  [V in keyof LevelOperations<P>]: LevelOperations<P>[V];
};

const plural = 'variables';

export const organizationVariablesContract: LevelContract<'organization'> = variablesOf(
  {
    variables: resource('organizationVariables', { parent: 'organization', plural }),
    secret: resource('secret', { parent: 'organization', plural }),
  },
  'an organization',
);

export const projectVariablesContract: LevelContract<'project'> = variablesOf(
  {
    variables: resource('projectVariables', { parent: 'project', plural }),
    secret: resource('secret', { parent: 'project', plural }),
  },
  'a project',
);

const ofEnvironment = resource('environmentVariables', { parent: 'environment', plural });

/** On which server; its own, or for an environment none, unless said. */
const previewInput = { serverId: idOf('server', 'server.read').optional() };

const environmentPreview = {
  resolved: ofEnvironment.under('read', {
    summary: 'Show what every service of an environment gets from above, on a server where one is given',
    effect: 'read',
    path: 'resolved',
    input: previewInput,
    output: ResolvedVariables,
  }),
};

export const environmentVariablesContract: LevelContract<'environment'> & typeof environmentPreview = {
  ...variablesOf(
    { variables: ofEnvironment, secret: resource('secret', { parent: 'environment', plural }) },
    'an environment',
  ),
  ...environmentPreview,
};

const ofService = resource('serviceVariables', { parent: 'service', plural });

const resolvedContract = {
  resolved: ofService.under('read', {
    summary:
      'Show what a service gets from every level, and where each value comes from; on another server where one is given',
    effect: 'read',
    path: 'resolved',
    input: previewInput,
    output: ResolvedVariables,
  }),
};

export const serviceVariablesContract: LevelContract<'service'> & typeof resolvedContract = {
  ...variablesOf(
    { variables: ofService, secret: resource('secret', { parent: 'service', plural }) },
    'a service',
  ),
  ...resolvedContract,
};
