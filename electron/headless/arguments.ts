import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gitProviderUrl } from '#shared/model/git-provider.ts';
import { defaultDataFolder } from '#shared/model/host-file.ts';
import { isLoopback } from '#shared/model/loopback.ts';

/** Who the store is set up for when it is empty. */
export interface OwnerArgument {
  readonly name: string;
  readonly email: string;
  readonly organizationName: string;
}

/** Who becomes the Owner of which organization, by its name or id. */
export interface RecoverArgument {
  readonly email: string;
  readonly organizationName: string;
}

export interface HostArguments {
  readonly dataFolder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** A loopback address or `localhost`. */
  readonly address: string;
  readonly owner?: OwnerArgument;
  /** Nothing is served: ownership is recovered, and that is all. */
  readonly recover?: RecoverArgument;
  /** Nothing is served: this account is given the right to operate the host. */
  readonly makeOperator?: string;
  /** Where others reach `/hooks/…` of this host, without a slash at its end. */
  readonly hooksAt?: string;
  /** One JSON line `{"url","token"}` on stdout when ready, nothing else. */
  readonly json: boolean;
  /** Opens the browser when ready. */
  readonly open: boolean;
  /** In the place of serving: gives this account a new password. */
  readonly resetPassword?: string;
  /** In the place of serving: brings this backup back, `newest` the newest good one. */
  readonly restore?: string;
}

/** A command line that makes no sense; its message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage: quayside-host [options]

  --data DIR               where the store is kept (default: the data folder of this system)
  --port N                 port to listen on (default 0: any free one)
  --host ADDR              loopback address to listen on (default 127.0.0.1)
  --hooks-at URL           public https address whose /hooks/… is passed on to this host, for the
                           webhooks of git servers; nothing else is answered by that name
  --owner "Name <mail>"    sets an empty store up for this person
  --organization NAME      their first organization (default: “<name>’s organization”)
  --recover-owner MAIL     instead of serving: makes this account the Owner of --organization,
                           and the Owner until then an Admin; audited, and told to all Admins
  --make-operator MAIL     instead of serving: lets this account operate the host, where nobody is left
                           who can give that right on the page “This host”; audited
  --json                   prints one line {"url","token"} when ready
  --open                   opens the browser when ready
  --reset-password MAIL    gives that account a new password, and serves nothing: asked for at the
                           terminal, or read from standard input; its second factor is turned off
  --restore BACKUP         instead of serving: brings a backup back (\`newest\`, the name of one, or a file);
                           what is there now is kept in a folder beside it
  --help                   shows this
`;

const options = {
  data: { type: 'string' },
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'hooks-at': { type: 'string' },
  owner: { type: 'string' },
  organization: { type: 'string' },
  'recover-owner': { type: 'string' },
  'make-operator': { type: 'string' },
  json: { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  'reset-password': { type: 'string' },
  restore: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const addressOf = (text: string): string => {
  const address = text.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(address)) return address;
  throw new UsageError(
    `--host ${text} can be reached by other machines, which needs TLS. This host does not speak it yet: listen on 127.0.0.1, and reach it from elsewhere through \`ssh -L\`.`,
  );
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text} is no port: give a number from 0 to 65535.`);
};

/** Git servers send secrets or what proves them: in the clear to this machine alone. */
const hooksAtOf = (text: string): string => {
  const url = gitProviderUrl(text);
  if (url === null)
    throw new UsageError(`--hooks-at ${text} is no address such as https://hooks.example.com.`);
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return url;
  throw new UsageError(`--hooks-at ${text} must begin with https: what proves who sends goes there.`);
};

const ownerOf = (text: string, organization: string | undefined): OwnerArgument => {
  const [, name = '', email = ''] = /^\s*(.*?)\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$/.exec(text) ?? [];
  if (!name) throw new UsageError(`--owner ${text} is not of the form "Name <mail@example.com>".`);
  return { name, email, organizationName: organization ?? `${name}’s organization` };
};

const addressIn = (flag: string, email: string): string => {
  const address = email.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new UsageError(`${flag} ${email} is no e-mail address.`);
};

const recoverOf = (values: {
  'recover-owner'?: string | undefined;
  organization?: string | undefined;
  owner?: string | undefined;
}): RecoverArgument | undefined => {
  if (values['recover-owner'] === undefined) return undefined;
  const email = addressIn('--recover-owner', values['recover-owner']);
  if (values.owner !== undefined) {
    throw new UsageError('--recover-owner changes a store that is there; --owner sets up an empty one.');
  }
  if (!values.organization) throw new UsageError('--recover-owner needs --organization NAME.');
  return { email, organizationName: values.organization };
};

/** Reads the command line of the host; `'help'` where help was asked for. Throws UsageError. */
export const parseHostArguments = (
  argv: readonly string[],
  machine: { platform: string; env: Readonly<Record<string, string | undefined>>; home: string },
): HostArguments | 'help' => {
  const { values } = parse(argv);
  if (values.help) return 'help';
  if (values.data === '') throw new UsageError('--data needs the path of a folder.');
  const recover = recoverOf(values);
  if (values.organization !== undefined && values.owner === undefined && !recover) {
    throw new UsageError('--organization names the organization of --owner, which is missing.');
  }
  if (values.restore === '') throw new UsageError('--restore needs the name of a backup, or `newest`.');
  return {
    dataFolder: resolve(values.data ?? defaultDataFolder(machine.platform, machine.env, machine.home)),
    port: portOf(values.port),
    address: addressOf(values.host),
    ...(values.owner === undefined ? {} : { owner: ownerOf(values.owner, values.organization) }),
    ...(recover ? { recover } : {}),
    ...(values['hooks-at'] === undefined ? {} : { hooksAt: hooksAtOf(values['hooks-at']) }),
    ...(values.restore === undefined ? {} : { restore: values.restore }),
    ...(values['make-operator'] === undefined
      ? {}
      : { makeOperator: addressIn('--make-operator', values['make-operator']) }),
    json: values.json,
    open: values.open,
    ...(values['reset-password'] === undefined
      ? {}
      : { resetPassword: values['reset-password'].trim().toLowerCase() }),
  };
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
