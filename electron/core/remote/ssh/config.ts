import { createHash } from 'node:crypto';
import { homedir, hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type ConfigCondition, type ConfigDirective, readConfigDirectives } from './config-lines.ts';
import { matchesPattern, matchesPatternList } from './known-hosts.ts';

/** The person's ssh configuration and the facts its conditions and tokens ask for. */
export interface SshConfigFile {
  readonly directives: readonly ConfigDirective[];
  readonly home: string;
  readonly localUser: string;
  readonly localUserId: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A name that a `Host` line of the configuration gives to a server. */
export interface ConfigHost {
  readonly alias: string;
  readonly source: string;
}

/** A hop of `ProxyJump`; its host may be an alias of the same configuration. */
export interface JumpHost {
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

/** What ssh would use for a name: ssh_config(5), checked against `ssh -G`. */
export interface ResolvedHost {
  readonly alias: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Named in the configuration, in order; empty means ssh's own default names. */
  readonly identityFiles: readonly string[];
  /** A socket's path; undefined where no agent is to be used or none runs. */
  readonly identityAgent: string | undefined;
  readonly identitiesOnly: boolean;
  readonly hostKeyAlias: string | undefined;
  readonly proxyJump: readonly JumpHost[];
  /** A command ssh would connect through; it is not run here, and the caller says so. */
  readonly proxyCommand: string | undefined;
}

export interface ConfigLocation {
  readonly home?: string | undefined;
  /** `~/.ssh/config` unless said; with it the system's file is left out, as with `ssh -F`. */
  readonly path?: string | undefined;
  readonly environment?: SshConfigFile['environment'] | undefined;
}

/** Reads `~/.ssh/config` and the system's file with everything they include, as they are now. */
export const loadSshConfig = async (location: ConfigLocation = {}): Promise<SshConfigFile> => {
  const { home = homedir(), path, environment = process.env } = location;
  const own = await readConfigDirectives(path ?? join(home, '.ssh', 'config'), { home });
  const system = path ? [] : await readConfigDirectives('/etc/ssh/ssh_config', { home, base: '/etc/ssh' });
  const { username, uid } = userInfo();
  return { directives: [...own, ...system], home, localUser: username, localUserId: uid, environment };
};

/** The plain names of the `Host` lines, each once; patterns and negations are not names. */
export const listConfigHosts = ({ directives }: SshConfigFile): ConfigHost[] => {
  const names = directives
    .filter((d) => d.name === 'host')
    .flatMap((d) => d.words.filter((w) => !/[*?!]/.test(w)).map((alias) => ({ alias, source: d.source })));
  return [...new Map(names.toReversed().map((n) => [n.alias, n])).values()].toReversed();
};

type Options = Map<string, string[]>;

interface Pass {
  readonly config: SshConfigFile;
  readonly alias: string;
  readonly isFinal: boolean;
  readonly options: Options;
}

const accumulating = new Set(['identityfile', 'certificatefile', 'sendenv', 'localforward', 'remoteforward']);

const first = (options: Options, name: string): string | undefined => options.get(name)?.[0];

const hostNameOf = ({ alias, options }: Pass): string =>
  (first(options, 'hostname') ?? alias).replaceAll(/%(.)/g, (all, c) =>
    c === 'h' ? alias : c === '%' ? '%' : all,
  );

const criteria: Readonly<Record<string, (pass: Pass, patterns: string[]) => boolean>> = {
  host: (pass, patterns) => matchesPatternList(hostNameOf(pass).toLowerCase(), patterns),
  originalhost: ({ alias }, patterns) => matchesPatternList(alias.toLowerCase(), patterns),
  user: ({ options, config }, patterns) =>
    matchesPatternList(first(options, 'user') ?? config.localUser, patterns),
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

const collect = (config: SshConfigFile, alias: string): Options => {
  const options: Options = new Map();
  const pass: Pass = { config, alias, isFinal: false, options };
  apply(pass);
  if (asksForFinal(config)) {
    options.set('hostname', [hostNameOf(pass)]);
    apply({ ...pass, isFinal: true });
  }
  return options;
};

interface Known {
  readonly config: SshConfigFile;
  readonly alias: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly hostKeyAlias: string | undefined;
  readonly proxyJump: string;
}

/** ssh_config(5), TOKENS. */
const tokens = ({
  config,
  alias,
  hostName,
  port,
  user,
  hostKeyAlias,
  proxyJump,
}: Known): Record<string, string> => {
  const local = hostname();
  return {
    '%': '%',
    h: hostName,
    n: alias,
    p: String(port),
    r: user,
    u: config.localUser,
    i: String(config.localUserId),
    d: config.home,
    l: local,
    L: local.split('.')[0] ?? local,
    k: hostKeyAlias ?? alias,
    j: proxyJump,
    C: createHash('sha1').update(`${local}${hostName}${port}${user}${proxyJump}`).digest('hex'),
  };
};

const expandPath = (text: string, known: Known): string => {
  const values = tokens(known);
  const withVariables = text.replaceAll(
    /\$\{([^}]+)\}/g,
    (all, name) => known.config.environment[name] ?? all,
  );
  const withTokens = withVariables.replaceAll(/%(.)/g, (all, c) => values[c] ?? all);
  const withHome = withTokens.replace(/^~(?=\/|$)/, known.config.home);
  return isAbsolute(withHome) ? withHome : join(process.cwd(), withHome);
};

const agentOf = (value: string | undefined, known: Known): string | undefined => {
  const { environment } = known.config;
  if (value === undefined || value === 'SSH_AUTH_SOCK') return environment.SSH_AUTH_SOCK || undefined;
  if (value.toLowerCase() === 'none') return undefined;
  if (/^\$[A-Za-z_]\w*$/.test(value)) return environment[value.slice(1)] || undefined;
  return expandPath(value, known);
};

const jumpOf = (text: string): JumpHost | undefined => {
  const plain = text
    .trim()
    .replace(/^ssh:\/\//i, '')
    .replace(/\/$/, '');
  const [, user, bracketed, bare, port] = /^(?:(.+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(plain) ?? [];
  const host = bracketed ?? bare;
  return host ? { user, host, port: port ? Number(port) : undefined } : undefined;
};

const portOf = (text: string | undefined): number => {
  const port = Number(text ?? 22);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 22;
};

const isSet = (value: string | undefined): value is string =>
  value !== undefined && value.toLowerCase() !== 'none';

/** Which of ProxyJump and ProxyCommand counts: whichever ssh met first, and `none` ends both. */
const proxyOf = (options: Options) => {
  const order = [...options.keys()];
  const [jump, command] = [first(options, 'proxyjump'), first(options, 'proxycommand')];
  const isJumpFirst = command === undefined || order.indexOf('proxyjump') < order.indexOf('proxycommand');
  if (jump !== undefined && isJumpFirst) return { jump: isSet(jump) ? jump : '', command: undefined };
  return { jump: '', command: isSet(command) ? command : undefined };
};

/** What ssh would use for this name; a name no line speaks of is taken as a host name. */
export const resolveHost = (config: SshConfigFile, alias: string): ResolvedHost => {
  const options = collect(config, alias);
  const hostName = hostNameOf({ config, alias, isFinal: true, options });
  const port = portOf(first(options, 'port'));
  const user = first(options, 'user') ?? config.localUser;
  const hostKeyAlias = first(options, 'hostkeyalias');
  const { jump, command } = proxyOf(options);
  const known: Known = { config, alias, hostName, port, user, hostKeyAlias, proxyJump: jump };
  return {
    alias,
    hostName,
    port,
    user,
    hostKeyAlias,
    identityFiles: (options.get('identityfile') ?? []).filter(isSet).map((path) => expandPath(path, known)),
    identityAgent: agentOf(first(options, 'identityagent'), known),
    identitiesOnly: first(options, 'identitiesonly')?.toLowerCase() === 'yes',
    proxyJump: jump ? jump.split(',').flatMap((hop) => jumpOf(hop) ?? []) : [],
    proxyCommand: command,
  };
};
