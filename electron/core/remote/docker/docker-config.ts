import { exec } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import type { RegistryLogin } from './images.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The configuration of the docker command of a server's user with sign-ins beside those that it has. Where the user keeps
 * theirs in a credential store that one is passed by for ours: an empty helper means this file. Source:
 * docs.docker.com/reference/cli/docker/login and `getConfiguredCredentialStore` of docker/cli.
 */
export function withLogins(existing: string, logins: readonly RegistryLogin[]): string {
  const config = fieldsOf(parsed(existing));
  const auths = logins.map(({ server, username, password }) => [
    server,
    { auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ]);
  const helpers = logins.map(({ server }) => [server, '']);
  return JSON.stringify({
    ...config,
    auths: { ...fieldsOf(config.auths), ...Object.fromEntries(auths) },
    credHelpers: { ...fieldsOf(config.credHelpers), ...Object.fromEntries(helpers) },
  });
}

/** The same of who the docker command is on a server; undefined where there is nothing to add. Changes nothing there. */
export async function dockerConfigWith(
  connection: SshConnection,
  logins: readonly RegistryLogin[],
): Promise<string | undefined> {
  if (logins.length === 0) return undefined;
  return withLogins(await ownConfig(connection), logins);
}

/** Prints the configuration of the user whom a build's docker command is run as: root's where it takes sudo. */
export const ownConfigScript = `
own='cat "$HOME/.docker/config.json"'
if ! docker version >/dev/null 2>&1 && sudo -n docker version >/dev/null 2>&1; then sudo -n sh -c "$own"
else sh -c "$own"; fi 2>/dev/null
`;

/** One that is not there, cannot be read or has no end signs nobody in. */
async function ownConfig(connection: SshConnection): Promise<string> {
  const { exitCode, stdout, truncated } = await exec(connection, ['sh', '-c', ownConfigScript]);
  return exitCode === 0 && !truncated ? stdout.toString('utf8') : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
