import type { ConfigCondition, ConfigDirective } from './config-lines.ts';
import { matchesPattern, matchesPatternList } from './known-hosts.ts';

/** The person's ssh configuration and the facts its conditions and tokens ask for. */
export interface SshConfigFile {
  readonly directives: readonly ConfigDirective[];
  readonly home: string;
  readonly localUser: string;
  readonly localUserId: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The values of each option, by its name in small letters, in the order they were met. */
export type ConfigOptions = Map<string, string[]>;

/** One walk over the directives. */
export interface Pass {
  readonly config: SshConfigFile;
  readonly alias: string;
  readonly isFinal: boolean;
  readonly options: ConfigOptions;
}

const accumulating = new Set(['identityfile', 'certificatefile', 'sendenv', 'localforward', 'remoteforward']);

/** The value that counts: ssh takes the first it meets. */
export const firstOption = (options: ConfigOptions, name: string): string | undefined =>
  options.get(name)?.[0];

/** The host name with its tokens expanded; the name itself where none is given. */
export const hostNameOf = ({ alias, options }: Pass): string =>
  (firstOption(options, 'hostname') ?? alias).replaceAll(/%(.)/g, (all, c) =>
    c === 'h' ? alias : c === '%' ? '%' : all,
  );

const criteria: Readonly<Record<string, (pass: Pass, patterns: string[]) => boolean>> = {
  host: (pass, patterns) => matchesPatternList(hostNameOf(pass).toLowerCase(), patterns),
  originalhost: ({ alias }, patterns) => matchesPatternList(alias.toLowerCase(), patterns),
  user: ({ options, config }, patterns) =>
    matchesPatternList(firstOption(options, 'user') ?? config.localUser, patterns),
  localuser: ({ config }, patterns) => matchesPatternList(config.localUser, patterns),
};

/** `Match`: every criterion must hold; those that would run a command or look at the network never do here. */
const holdsMatch = (words: readonly string[], pass: Pass): boolean => {
  const rest = [...words];
  while (rest.length > 0) {
    const word = (rest.shift() ?? '').toLowerCase();
    const isNegated = word.startsWith('!');
    const name = isNegated ? word.slice(1) : word;
    if (name === 'all') continue;
    const holds =
      name === 'final'
        ? pass.isFinal
        : name === 'canonical'
          ? false
          : (criteria[name]?.(pass, (rest.shift() ?? '').split(',')) ?? isNegated);
    if (holds === isNegated) return false;
  }
  return words.length > 0;
};

/** `Host` is asked for the name as typed, and in the final pass for the name it has become. */
const hostLineName = (pass: Pass): string => (pass.isFinal ? hostNameOf(pass).toLowerCase() : pass.alias);

/** As matchesPatternList, but `Host` minds the case. */
const matchesHostLine = (name: string, patterns: readonly string[]): boolean => {
  const matching = patterns.filter((p) => matchesPattern(name, p.replace(/^!/, '')));
  return matching.length > 0 && !matching.some((p) => p.startsWith('!'));
};

const holds = ({ kind, words }: ConfigCondition, pass: Pass): boolean =>
  kind === 'host' ? matchesHostLine(hostLineName(pass), words) : holdsMatch(words, pass);

/** Walks the directives in order: the first value of an option wins, identity files add up. */
const apply = (pass: Pass): void => {
  const judged = new Map<ConfigCondition, boolean>();
  const isOpen = (condition: ConfigCondition): boolean => {
    const known = judged.get(condition);
    if (known !== undefined) return known;
    const answer = holds(condition, pass);
    judged.set(condition, answer);
    return answer;
  };
  for (const { name, words, conditions } of pass.config.directives) {
    if (!conditions.every(isOpen) || name === 'host' || name === 'match') continue;
    const known = pass.options.get(name);
    if (!known) pass.options.set(name, [words.join(' ')]);
    else if (accumulating.has(name) && !known.includes(words.join(' '))) known.push(words.join(' '));
  }
};

const asksForFinal = ({ directives }: SshConfigFile): boolean =>
  directives.some((d) => d.name === 'match' && d.words.some((w) => /^!?final$/i.test(w)));

/** Collects what counts for a name; with `Match final` in a second pass over the name it has become. */
export const collectOptions = (config: SshConfigFile, alias: string): ConfigOptions => {
  const options: ConfigOptions = new Map();
  const pass: Pass = { config, alias, isFinal: false, options };
  apply(pass);
  if (asksForFinal(config)) {
    options.set('hostname', [hostNameOf(pass)]);
    apply({ ...pass, isFinal: true });
  }
  return options;
};
