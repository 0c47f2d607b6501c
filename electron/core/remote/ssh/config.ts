import { createHash } from 'node:crypto';
import { homedir, hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readConfigDirectives } from './config-lines.ts';
import {
  type ConfigOptions,
  collectOptions,
  firstOption,
  hostNameOf,
  type SshConfigFile,
} from './config-match.ts';

export type { SshConfigFile } from './config-match.ts';

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
const proxyOf = (options: ConfigOptions) => {
  const order = [...options.keys()];
  const [jump, command] = [firstOption(options, 'proxyjump'), firstOption(options, 'proxycommand')];
  const isJumpFirst = command === undefined || order.indexOf('proxyjump') < order.indexOf('proxycommand');
  if (jump !== undefined && isJumpFirst) return { jump: isSet(jump) ? jump : '', command: undefined };
  return { jump: '', command: isSet(command) ? command : undefined };
};

/** What ssh would use for this name; a name no line speaks of is taken as a host name. */
export const resolveHost = (config: SshConfigFile, alias: string): ResolvedHost => {
  const options = collectOptions(config, alias);
  const hostName = hostNameOf({ config, alias, isFinal: true, options });
  const port = portOf(firstOption(options, 'port'));
  const user = firstOption(options, 'user') ?? config.localUser;
  const hostKeyAlias = firstOption(options, 'hostkeyalias');
  const { jump, command } = proxyOf(options);
  const known: Known = { config, alias, hostName, port, user, hostKeyAlias, proxyJump: jump };
  return {
    alias,
    hostName,
    port,
    user,
    hostKeyAlias,
    identityFiles: (options.get('identityfile') ?? []).filter(isSet).map((path) => expandPath(path, known)),
    identityAgent: agentOf(firstOption(options, 'identityagent'), known),
    identitiesOnly: firstOption(options, 'identitiesonly')?.toLowerCase() === 'yes',
    proxyJump: jump ? jump.split(',').flatMap((hop) => jumpOf(hop) ?? []) : [],
    proxyCommand: command,
  };
};
