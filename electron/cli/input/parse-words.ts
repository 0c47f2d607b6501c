import { usageFailure } from '../failure.ts';
import { type Command, camel, commands, type Field, findCommand, nouns } from './commands.ts';
import { type GlobalOption, globalOptions, isGlobalOption } from './options.ts';
import { kindOf, shapeOf } from './schema.ts';
import { shortcuts } from './shortcuts.ts';
import { suggest } from './suggest.ts';

/** One value as it was written; `path` leads into the field where that is an object. */
export interface GivenValue {
  readonly field: Field;
  readonly path: readonly string[];
  readonly text: string;
  /** Whether a flag was negated (`--no-follow`) or given without a value. */
  readonly isFlag: boolean;
}

/** A command line taken apart; nothing of it was read, resolved or checked yet. */
export interface ParsedWords {
  readonly words: readonly string[];
  readonly command: Command | undefined;
  readonly values: readonly GivenValue[];
  readonly options: Readonly<Partial<Record<GlobalOption, string>>>;
}

interface Flag {
  readonly name: string;
  readonly isNegated: boolean;
  readonly text: string | undefined;
}

const splitFlag = (word: string): Flag => {
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const text = equals < 0 ? undefined : word.slice(equals + 1);
  return { name, isNegated: false, text };
};

/** The field that a flag such as `server`, `server-id` or `spec.source.image` means, and the way into it. */
const findField = (command: Command, name: string): { field: Field; path: string[] } | undefined => {
  const [head = '', ...rest] = name.split('.');
  const field = command.fields.find((each) => each.flag === head || each.name === camel(head));
  if (!field || (rest.length > 0 && field.kind !== 'object')) return undefined;
  return { field, path: rest.map(camel) };
};

const leafKind = (field: Field, path: readonly string[]): string => {
  const schema = path.reduce<Field['schema'] | undefined>(
    (above, key) => (above ? shapeOf(above)[key] : undefined),
    field.schema,
  );
  if (!schema) throw usageFailure(`--${[field.flag, ...path].join('.')} is not known.`);
  return kindOf(schema);
};

const unknownFlag = (name: string, command: Command | undefined): Error => {
  const known = [...(command?.fields.map(({ flag }) => flag) ?? []), ...Object.keys(globalOptions)];
  return usageFailure(`--${name} is not known${suggest(name, known)}`);
};

const longForm: Readonly<Record<string, string>> = { '-h': '--help', '-j': '--json', '-V': '--version' };

/** Takes the words after `quayside` apart: noun, verb, then values and options in any order. */
export const parseWords = (argv: readonly string[]): ParsedWords => {
  const words: string[] = [];
  const values: GivenValue[] = [];
  const options: Partial<Record<GlobalOption, string>> = {};
  let command: Command | undefined;
  let at = 0;

  const nextText = (name: string, given: string | undefined): string => {
    if (given !== undefined) return given;
    const text = argv[at];
    if (text === undefined) throw usageFailure(`--${name} needs a value.`);
    at += 1;
    return text;
  };

  const takeField = ({ field, path }: { field: Field; path: string[] }, flag: Flag): void => {
    const isBoolean = leafKind(field, path) === 'boolean';
    if (flag.isNegated && !isBoolean) throw unknownFlag(`no-${flag.name}`, command);
    const text = isBoolean ? (flag.text ?? String(!flag.isNegated)) : nextText(flag.name, flag.text);
    values.push({ field, path, text, isFlag: isBoolean && flag.text === undefined });
  };

  const takeFlag = (flag: Flag): void => {
    const bare = flag.name.replace(/^no-/, '');
    const found = command ? findField(command, flag.name) : undefined;
    const negated = command && bare !== flag.name ? findField(command, bare) : undefined;
    const inFile = command && !found ? findField(command, flag.name.replace(/-file$/, '')) : undefined;
    if (found) takeField(found, flag);
    else if (inFile?.field.kind === 'text') {
      // `--chain-file F` is `--chain @F`
      values.push({ ...inFile, text: `@${nextText(flag.name, flag.text)}`, isFlag: false });
    } else if (negated) takeField(negated, { ...flag, name: bare, isNegated: true });
    else if (!isGlobalOption(flag.name)) throw unknownFlag(flag.name, command);
    else if (globalOptions[flag.name].isFlag) options[flag.name] = 'true';
    else {
      const text = nextText(flag.name, flag.text);
      if (text === '') throw usageFailure(`--${flag.name} must not be empty.`);
      options[flag.name] = text;
    }
  };

  const takeWord = (word: string): void => {
    words.push(word);
    if (words.length === 2) command = findCommand(words[0] ?? '', word);
    const field = command?.positionals[words.length - 3];
    if (field) values.push({ field, path: [], text: word, isFlag: false });
  };

  while (at < argv.length) {
    const word = longForm[argv[at] ?? ''] ?? argv[at] ?? '';
    at += 1;
    if (word === '--') {
      for (const rest of argv.slice(at)) takeWord(rest);
      break;
    }
    if (word.startsWith('--')) takeFlag(splitFlag(word));
    else if (/^-[A-Za-z]/.test(word)) throw usageFailure(`${word} is not known.`);
    else takeWord(word);
  }
  return { words, command, values, options };
};

/** How a switch is turned, for whoever gave it a word of its own. */
const switchCure = (word: string, values: readonly GivenValue[]): string => {
  const [given, ...others] = values.filter(({ isFlag }) => isFlag);
  if (!given || (word !== 'true' && word !== 'false')) return '';
  const name = others.length > 0 ? 'name' : [given.field.flag, ...given.path].join('.');
  return ` Write --${name} for yes and --no-${name} for no.`;
};

/** The command of a command line. Throws a usage failure that says what is near. */
export const requireCommand = ({ words, command, values }: ParsedWords): Command => {
  const [noun = '', verb] = words;
  if (command) {
    const extra = words[2 + command.positionals.length];
    if (extra === undefined) return command;
    const cure = switchCure(extra, values);
    throw usageFailure(`“${extra}” is one word too many for \`quayside ${noun} ${verb}\`.${cure}`);
  }
  const known = [...nouns, ...Object.keys(shortcuts), 'variable'];
  if (!nouns.includes(noun)) throw usageFailure(`There is no \`quayside ${noun}\`${suggest(noun, known)}`);
  if (verb === undefined) {
    throw usageFailure(`\`quayside ${noun}\` needs a verb; \`quayside help ${noun}\` lists them.`);
  }
  const verbs = commands.flatMap((each) => (each.noun === noun ? [each.verb] : []));
  throw usageFailure(`There is no \`quayside ${noun} ${verb}\`${suggest(verb, verbs)}`);
};
