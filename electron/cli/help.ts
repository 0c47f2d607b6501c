import { kebab } from '#shared/model/command-line.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import {
  type Command,
  commands,
  type Field,
  findCommand,
  nouns,
  sendsFolder,
  startsRun,
} from './input/commands.ts';
import { fileFlags, takesFiles } from './input/file-flags.ts';
import { type GlobalOption, globalOptions } from './input/options.ts';
import { choicesOf, elementOf, kindsOf, requiredOf, shapeOf } from './input/schema.ts';
import { shortcuts } from './input/shortcuts.ts';
import { align } from './output/table.ts';
import { levelVerbs, nounOf } from './variable/level.ts';
import { variableEdits } from './variable/run.ts';
import { volumeFiles } from './volume/run.ts';

const globalLines = (names: readonly GlobalOption[]): string =>
  align(
    names.map((name) => [
      `  --${name}${globalOptions[name].isFlag ? '' : ' VALUE'}`,
      globalOptions[name].help,
    ]),
  );

const accompanying: readonly GlobalOption[] = ['wait', 'follow'];
const ofDeployments: readonly GlobalOption[] = ['folder'];
const everywhere = (Object.keys(globalOptions) as GlobalOption[]).filter(
  (name) => !accompanying.includes(name) && !ofDeployments.includes(name),
);

const exitText = `Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 denied, 5 conflict, 6 unreachable,
7 host key, 8 timeout, 130 interrupted.
`;

/** What `quayside help` shows. */
export const generalHelp = (): string => `Usage: quayside <noun> <verb> [what] [--field value …]

Drives a running Quayside host. Whatever has an id can be named by it or by its path:
acme/shop/production/web for a service, acme/srv1 for a server, acme/shop/production/web#3 for a deployment,
acme/ada@example.com for a member, acme/Developer for a role, acme/Crew for a team, acme/Ring/Canary for a tag.
Without acme/ in front a name is looked for in the organization that the command is about.
What a command sends is the REST interface, which the host shows at /api: to read, and to try.

Nouns:
${align(nouns.map((noun) => [`  ${noun}`, commands.flatMap((each) => (each.noun === noun ? [each.verb] : [])).join(', ')]))}
Besides:
${align(Object.entries(shortcuts).map(([word, { summary }]) => [`  ${word} PATH`.padEnd(26), summary]))}  help [noun [verb]]       explains
  login EMAIL, logout      signs in with a password, and out again
  completion bash|zsh|fish prints a completion script
  variable VERB PATH       the variables of whatever PATH names: an organization, a project, an environment
                           or a service; \`quayside help variable\` has the verbs
  volume ls|cat|get|put    moves files of a volume, any bytes, by standard input and output or a file
  eject PATH --out DIR     writes a folder by which Docker Compose runs a service or an environment alone
  bundle export DIR        writes an organization as a folder of YAML, without secrets: --from acme
  bundle export F.qsbundle seals what a member may read for their key: --from acme --for MEMBER --recipient age1…
  bundle import DIR        brings either in, all or nothing: --into acme; --dry-run only says so
  import compose FOLDER    makes a service of each compose project of a folder: --into acme/shop/production
  import server SERVER     makes services of compose projects that run there, without a restart: --into PATH
  import dokploy URL       makes projects of those of a Dokploy instance: --into acme; --dry-run only says so
  audit verify-file FILE   checks an exported or archived audit trail, without a host

Options:
${globalLines(everywhere)}
${exitText}`;

/** What `quayside help service` shows. */
export const nounHelp = (noun: string): string => {
  const lines = commands.flatMap((each) => (each.noun === noun ? [[`  ${each.verb}`, each.summary]] : []));
  if (noun === 'audit') lines.push(['  verify-file', 'Check an exported or archived file, without a host']);
  if (noun === 'bundle')
    lines.push(['  export', 'Write a template as a folder, or a sealed .qsbundle; `import` reads either']);
  if (noun === 'volume')
    for (const [verb, { summary }] of Object.entries(volumeFiles)) lines.push([`  ${verb}`, summary]);
  return `Usage: quayside ${noun} <verb> [what] [--field value …]\n\n${align(lines)}\n\`quayside help ${noun} <verb>\` shows the fields of each.\n`;
};

/** What `quayside help variable` shows: the verbs of every level, and the three that are no operation. */
export const variableHelp = (): string => {
  const edits = Object.entries(variableEdits).map(([verb, { form, summary }]) => [
    `  ${verb} PATH ${form}`,
    summary,
  ]);
  const verbs = levelVerbs.map((verb) => {
    const summary = findCommand(nounOf('service'), verb)?.summary ?? '';
    return [`  ${verb} PATH`, summary.replace(' of a service', '')];
  });
  return `Usage: quayside variable <verb> PATH …

PATH says whose: acme an organization's, acme/shop a project's, acme/shop/production an environment's,
acme/shop/production/web a service's. The lowest of these that has a name gives its value.

${align([...edits, ...verbs])}
\`quayside help service-variables <verb>\` shows the fields of each, and so for the other levels.
`;
};

const hint = (field: Field): string => {
  const [kind, ...others] = field.references;
  if (kind) return kind === 'organization' || others.length > 0 ? 'PATH' : kebab(kind).toUpperCase();
  return { text: 'TEXT', number: 'N', boolean: '', list: 'VALUE …', object: 'JSON|@FILE|-' }[field.kind];
};

/** As many choices as one line takes; the shell's completion lists them all. */
const shownChoices = 20;
const choicesText = ({ choices }: Field): string =>
  choices.length > shownChoices ? `one of ${choices.length}, such as ${choices[0]}` : choices.join('|');

const ways = (kind: NodeKind): Record<(typeof nodeKinds)[NodeKind]['namedBy'], string> => ({
  path: 'id or path',
  name: `id, or name as ${nodeKinds[kind].example}`,
  account: `id, or name or address as ${nodeKinds[kind].example}`,
  number: 'id or path#number',
  id: 'id',
});

/** How people name what has an id: by its path, its name in the organization, or by the id alone. */
const reference = (kinds: readonly NodeKind[]): string => {
  const [kind, ...others] = kinds;
  if (!kind) return '';
  return others.length > 0 ? 'id, path or name' : ways(kind)[nodeKinds[kind].namedBy];
};

/** The fields of an object that is given as JSON: `{"nodeId", "roleId"?}`. */
const objectText = (schema: Field['schema']): string => {
  const needed = requiredOf(schema);
  const fields = Object.keys(shapeOf(schema)).map((name) => `"${name}"${needed.includes(name) ? '' : '?'}`);
  return fields.length > 0 ? `{${fields.join(', ')}}` : '';
};

const elementText = (field: Field): string => {
  const element = elementOf(field.schema);
  if (!element) return '';
  const choices = choicesOf(element);
  if (choices.length > 0) return choicesText({ ...field, choices });
  return reference(kindsOf(element)) || (objectText(element) && `each ${objectText(element)}`);
};

const remark = (field: Field): string =>
  [
    field.isRequired ? 'required' : '',
    reference(field.references),
    field.choices.length > 0 ? choicesText(field) : '',
    field.default === undefined ? '' : `default ${field.default}`,
    field.kind === 'object' ? `${objectText(field.schema)}, or parts as --${field.flag}.name value` : '',
    field.kind === 'list' ? 'repeatable, or JSON' : '',
    field.kind === 'list' ? elementText(field) : '',
  ]
    .filter(Boolean)
    .join('; ');

/** Flags that put files into a configuration, where the command takes them. */
const filesText = ({ noun, verb }: Command): string =>
  takesFiles(noun, verb)
    ? `\nFiles of a compose service:\n${align(Object.entries(fileFlags).map(([name, help]) => [`  --${name} FILE`, help]))}`
    : '';

const fieldLine = (field: Field): string[] => [`  --${field.flag} ${hint(field)}`.trimEnd(), remark(field)];

/** What `quayside help service create` shows. */
export const commandHelp = (command: Command): string => {
  const { noun, verb, summary, fields, positionals, operation } = command;
  const words = positionals.map((field) => (field.isRequired ? `<${field.flag}>` : `[${field.flag}]`));
  const names = [
    ...(startsRun(command) ? accompanying : []),
    ...(sendsFolder(command) ? ofDeployments : []),
    ...everywhere,
  ];
  const shown = names.filter((name) => !fields.some((field) => field.flag === name));
  return `Usage: ${['quayside', noun, verb, ...words].join(' ')} [--field value …]

${summary}.
${operation.meta.permission ? `Needs the permission ${operation.meta.permission}.` : `Open to everybody signed in: ${operation.meta.open}.`}
${fields.length > 0 ? `\nFields:\n${align(fields.map(fieldLine))}` : ''}${filesText(command)}
Options:
${globalLines(shown)}
REST: ${operation.method} /api/v1${operation.path}
`;
};
