import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { variableLevels } from '#shared/model/variables/levels.ts';
import type { CallOptions, HostClient } from '../host/client.ts';
import { isListedKind, listOf } from '../host/listed.ts';
import {
  type Command,
  commands,
  type Field,
  findCommand,
  nouns,
  sendsFolder,
  startsRun,
} from '../input/commands.ts';
import { fileFlags, takesFiles } from '../input/file-flags.ts';
import { globalOptions } from '../input/options.ts';
import { shortcuts } from '../input/shortcuts.ts';
import { expandVariable, levelVerbs } from '../variable/level.ts';
import { variableEdits } from '../variable/run.ts';
import { isVolumeFile, volumeFiles } from '../volume/run.ts';

interface PathNode {
  readonly id: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly name: string;
}

/** Asks the host; undefined where none runs, and then nothing dynamic is offered. */
export interface PathSource {
  readonly client: HostClient;
  readonly options: CallOptions;
}

const isAncestor = (kind: string, of: NodeKind): boolean => {
  const { parent } = nodeKinds[of];
  return parent !== null && (parent === kind || isAncestor(kind, parent));
};

/** What leads to one of this kind by path: itself, or what it hangs on in the tree. */
const nearestInTree = (kind: NodeKind): NodeKind => {
  const { isInTree, parent } = nodeKinds[kind];
  return isInTree || parent === null ? kind : nearestInTree(parent);
};

/** The children of the path typed so far, `/` behind those that lead on to the kind wanted. */
const completePath = async (
  typed: string,
  kinds: readonly NodeKind[],
  { client, options }: PathSource,
): Promise<string[]> => {
  const organizations = (await client.call('organization.list', {}, options)) as {
    id: string;
    name: string;
  }[];
  const [first = '', ...rest] = typed.split('/');
  const [listed] = kinds.filter(isListedKind);
  const wanted = kinds.map(nearestInTree);
  const offer = (prefix: string, name: string, at: string): string[] => [
    ...(wanted.some((kind) => at === kind) ? [`${prefix}${name}`] : []),
    ...(wanted.some((kind) => isAncestor(at, kind)) ? [`${prefix}${name}/`] : []),
  ];
  if (rest.length === 0) {
    return organizations.flatMap(({ name }) => (listed ? [`${name}/`] : offer('', name, 'organization')));
  }
  const root = organizations.find(({ name }) => name.toLowerCase() === first.toLowerCase());
  if (!root) return [];
  if (listed) {
    const items = await listOf(client, listed, root.id, options);
    return items.flatMap(({ name, email }) => (name || email ? [`${root.name}/${email ?? name}`] : []));
  }
  const { nodes } = (await client.call('tree.get', { organizationId: root.id }, options)) as {
    nodes: PathNode[];
  };
  const parent = rest
    .slice(0, -1)
    .reduce<string | undefined>(
      (above, name) =>
        nodes.find((node) => node.parentId === above && node.name.toLowerCase() === name.toLowerCase())?.id,
      root.id,
    );
  const prefix = typed.slice(0, typed.lastIndexOf('/') + 1);
  return nodes.flatMap((node) => (node.parentId === parent ? offer(prefix, node.name, node.kind) : []));
};

const flagsOf = (command: Command | undefined): string[] => {
  const fields = command?.fields.map(({ flag }) => `--${flag}`) ?? [];
  const hasFiles = command && takesFiles(command.noun, command.verb);
  const own = [...fields, ...(hasFiles ? Object.keys(fileFlags).map((name) => `--${name}`) : [])];
  const hidden = [
    ...(command && startsRun(command) ? [] : ['wait', 'follow']),
    ...(command && sendsFolder(command) ? [] : ['folder']),
  ];
  return [
    ...new Set([
      ...own,
      ...Object.keys(globalOptions).flatMap((name) => (hidden.includes(name) ? [] : [`--${name}`])),
    ]),
  ];
};

const valuesOf = async (
  field: Field,
  typed: string,
  source: PathSource | undefined,
): Promise<readonly string[]> => {
  if (field.references.length > 0) return source ? completePath(typed, field.references, source) : [];
  return field.kind === 'boolean' ? ['true', 'false'] : field.choices;
};

const candidates = async (
  words: readonly string[],
  source: PathSource | undefined,
): Promise<readonly string[]> => {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const [noun = '', verb = ''] = before;
  if (before.length === 0)
    return [
      ...nouns,
      ...Object.keys(shortcuts),
      'variable',
      'login',
      'logout',
      'help',
      'completion',
      '--help',
      '--version',
    ];
  if (noun === 'variable' && before.length === 2)
    return source ? completePath(typed, variableLevels, source) : [];
  if (before.length === 1) {
    if (noun === 'completion') return ['bash', 'zsh', 'fish'];
    if (noun === 'help') return nouns;
    if (noun === 'variable') return [...Object.keys(variableEdits), ...levelVerbs];
    const verbs = commands.flatMap((each) => (each.noun === noun ? [each.verb] : []));
    return noun === 'volume' ? [...verbs, ...Object.keys(volumeFiles)] : verbs;
  }
  if (isVolumeFile(before))
    return source && before.length === 2 ? completePath(typed, ['service'], source) : [];
  if (noun === 'help') return commands.flatMap((each) => (each.noun === verb ? [each.verb] : []));
  const [plainNoun = '', plainVerb = ''] = expandVariable(before);
  const command = findCommand(plainNoun, plainVerb);
  const flag = /^--([\w-]+)$/.exec(before.at(-1) ?? '')?.[1];
  const field = command?.fields.find((each) => each.flag === flag && each.kind !== 'boolean');
  if (field) return valuesOf(field, typed, source);
  if (typed.startsWith('-')) return flagsOf(command);
  const given = before
    .slice(2)
    .filter((word, at, all) => !word.startsWith('-') && !all[at - 1]?.startsWith('--'));
  const positional = command?.positionals[given.length];
  return positional ? valuesOf(positional, typed, source) : flagsOf(command);
};

/** What may stand in place of the last word, one candidate a line; letter case in names is ignored. */
export const complete = async (
  words: readonly string[],
  source: PathSource | undefined,
): Promise<readonly string[]> => {
  const typed = (words.at(-1) ?? '').toLowerCase();
  const found = await candidates(words, source);
  return found.filter((candidate) => candidate.toLowerCase().startsWith(typed)).toSorted();
};
