import { type Command, commands, type Field, nouns, startsRun } from './input/commands.ts';
import { type GlobalOption, globalOptions } from './input/options.ts';
import { align } from './output/table.ts';

const globalLines = (names: readonly GlobalOption[]): string =>
  align(
    names.map((name) => [
      `  --${name}${globalOptions[name].isFlag ? '' : ' VALUE'}`,
      globalOptions[name].help,
    ]),
  );

const accompanying: readonly GlobalOption[] = ['wait', 'follow'];
const everywhere = (Object.keys(globalOptions) as GlobalOption[]).filter(
  (name) => !accompanying.includes(name),
);

const exitText = `Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 denied, 5 conflict, 6 unreachable,
7 host key, 8 timeout, 130 interrupted.
`;

/** What `quayside help` shows. */
export const generalHelp = (): string => `Usage: quayside <noun> <verb> [what] [--field value …]

Drives a running Quayside host. Whatever has an id can be named by it or by its path:
acme/shop/production/web for a service, acme/srv1 for a server, acme/shop/production/web#3 for a deployment.

Nouns:
${align(nouns.map((noun) => [`  ${noun}`, commands.flatMap((each) => (each.noun === noun ? [each.verb] : [])).join(', ')]))}
Besides:
  help [noun [verb]]       explains
  login EMAIL, logout      signs in with a password, and out again
  completion bash|zsh|fish prints a completion script
  variable set PATH NAME=VALUE … [--secret NAME=@FILE …]
                           sets variables and leaves the others as they are
  variable unset PATH NAME …
  audit verify-file FILE   checks an exported or archived audit trail, without a host

Options:
${globalLines(everywhere)}
${exitText}`;

/** What `quayside help service` shows. */
export const nounHelp = (noun: string): string => {
  const lines = commands.flatMap((each) => (each.noun === noun ? [[`  ${each.verb}`, each.summary]] : []));
  if (noun === 'variable') {
    lines.push(['  set', 'Set variables of a service and leave the others as they are']);
    lines.push(['  unset', 'Remove variables of a service and leave the others as they are']);
  }
  if (noun === 'audit') lines.push(['  verify-file', 'Check an exported or archived file, without a host']);
  return `Usage: quayside ${noun} <verb> [what] [--field value …]\n\n${align(lines)}\n\`quayside help ${noun} <verb>\` shows the fields of each.\n`;
};

const hint = (field: Field): string => {
  const [reference, ...others] = field.references;
  if (reference) return reference === 'organization' || others.length > 0 ? 'PATH' : reference.toUpperCase();
  return { text: 'TEXT', number: 'N', boolean: '', list: 'VALUE …', object: 'JSON|@FILE|-' }[field.kind];
};

const remark = (field: Field): string =>
  [
    field.isRequired ? 'required' : '',
    field.references.length > 0 ? 'id or path' : '',
    field.choices.length > 0 ? field.choices.join('|') : '',
    field.default === undefined ? '' : `default ${field.default}`,
    field.kind === 'object' ? `parts as --${field.flag}.name value` : '',
    field.kind === 'list' ? 'repeatable, or JSON' : '',
  ]
    .filter(Boolean)
    .join('; ');

const fieldLine = (field: Field): string[] => [`  --${field.flag} ${hint(field)}`.trimEnd(), remark(field)];

/** What `quayside help service create` shows. */
export const commandHelp = (command: Command): string => {
  const { noun, verb, summary, fields, positionals, operation } = command;
  const words = positionals.map((field) => (field.isRequired ? `<${field.flag}>` : `[${field.flag}]`));
  const names = [...(startsRun(command) ? accompanying : []), ...everywhere];
  const shown = names.filter((name) => !fields.some((field) => field.flag === name));
  return `Usage: ${['quayside', noun, verb, ...words].join(' ')} [--field value …]

${summary}.
${operation.meta.permission ? `Needs the permission ${operation.meta.permission}.` : `Open to everybody signed in: ${operation.meta.open}.`}
${fields.length > 0 ? `\nFields:\n${align(fields.map(fieldLine))}` : ''}
Options:
${globalLines(shown)}
REST: ${operation.method} /api/v1${operation.path}
`;
};
