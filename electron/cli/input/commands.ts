import type * as z from 'zod';
import { type ContractOperation, operations } from '#shared/contract/operations.ts';
import { flagOf, kebab } from '#shared/model/command-line.ts';
import type { NodeKind } from '#shared/model/nodes.ts';
import { choicesOf, defaultOf, isNullable, isRequired, kindOf, kindsOf, type ValueKind } from './schema.ts';

/** A field of an operation's input as it is written on the command line. */
export interface Field {
  /** As the contract names it: `serverId`. */
  readonly name: string;
  /** As people write it: `server`, after `--`. */
  readonly flag: string;
  readonly schema: z.core.$ZodType;
  readonly kind: ValueKind;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly choices: readonly string[];
  readonly default: string | undefined;
  /** The kinds of the node whose id it holds, none where it holds no id; a path is accepted in its place. */
  readonly references: readonly NodeKind[];
}

/** One operation as a command: `quayside <noun> <verb>`. */
export interface Command {
  readonly noun: string;
  readonly verb: string;
  readonly summary: string;
  readonly operation: ContractOperation;
  readonly fields: readonly Field[];
  /** The fields that may be given without their flag, in order. */
  readonly positionals: readonly Field[];
}

export const camel = (text: string): string =>
  text.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const fieldOf = (name: string, schema: z.core.$ZodType): Field => ({
  name,
  flag: flagOf(name),
  schema,
  kind: kindOf(schema),
  isRequired: isRequired(schema),
  isNullable: isNullable(schema),
  choices: choicesOf(schema),
  default: defaultOf(schema),
  references: kindsOf(schema),
});

/** First what the path names, then whatever else must be given and is one plain word. */
const positionalsOf = (operation: ContractOperation, fields: readonly Field[]): readonly Field[] => {
  const inPath = operation.pathParameters.flatMap(
    (name) => fields.find((field) => field.name === name) ?? [],
  );
  const isPlain = ({ kind }: Field): boolean => kind === 'text' || kind === 'number';
  return [
    ...inPath,
    ...fields.filter((field) => !inPath.includes(field) && field.isRequired && isPlain(field)),
  ];
};

const commandOf = (operation: ContractOperation): Command => {
  const fields = Object.entries(operation.input.shape).map(([name, schema]) => fieldOf(name, schema));
  return {
    noun: kebab(operation.noun),
    verb: kebab(operation.verb),
    summary: operation.summary,
    operation,
    fields,
    positionals: positionalsOf(operation, fields),
  };
};

/** Every command there is, generated from the contract. */
export const commands: readonly Command[] = operations.map(commandOf);

export const nouns: readonly string[] = [...new Set(commands.map(({ noun }) => noun))];

export const findCommand = (noun: string, verb: string): Command | undefined =>
  commands.find((command) => command.noun === noun && command.verb === verb);

const runNouns: Readonly<Record<string, string>> = {
  deployment: 'deployment',
  setup: 'setup',
  'environment-deployment': 'environmentDeployment',
  'environment deploy': 'environmentDeployment',
  'service move': 'deployment',
};

/** The resource of the run that it starts, which `--wait` and `--follow` can accompany; undefined where it starts none. */
export const runOf = ({ noun, verb, operation }: Command): string | undefined =>
  operation.meta.effect === 'start' ? (runNouns[`${noun} ${verb}`] ?? runNouns[noun]) : undefined;

export const startsRun = (command: Command): boolean => runOf(command) !== undefined;

/** Whether a folder of this machine can be sent before it. */
export const sendsFolder = ({ operation }: Command): boolean => operation.name === 'deployment.create';

/** Whether it opens a terminal, of which the person's own one becomes the keyboard and the screen. */
export const opensTerminal = ({ noun, operation }: Command): boolean =>
  operation.meta.effect === 'stream' && (noun === 'terminal' || operation.name === 'database.client');
