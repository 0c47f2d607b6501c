import type { DatabaseEngine, EngineAccess, Execution } from './engine.ts';
import { clientNames, dotNetOf, envLinesOf, hostOf, textsFor, uriOf } from './texts.ts';

/** What tells the two engines apart that speak Redis' protocol. */
interface Family {
  readonly server: string;
  readonly client: string;
  /** Whom the image runs its server as. */
  readonly systemUser: string;
}

const shared = {
  port: 6379,
  majorParts: 1,
  readsOlder: true,
  dataDirectory: () => '/data',
  versionFiles: [],
  // Valkey's client reads Redis' as well
  ownNames: ['REDISCLI_*', 'VALKEYCLI_*', 'VALKEY_EXTRA_FLAGS', 'SKIP_FIX_PERMS', 'SKIP_DROP_PRIVS'],
};

/** Redis. Source: docker-library's image. */
export const redis: DatabaseEngine = {
  ...shared,
  label: 'Redis',
  hint: 'Keys in memory',
  image: 'redis',
  versions: ['8.2', '8.0', '7.4'],
  access: access({ server: 'redis-server', client: 'redis-cli', systemUser: 'redis' }),
};

/** Valkey, Redis' free successor. Source: its image. */
export const valkey: DatabaseEngine = {
  ...shared,
  label: 'Valkey',
  hint: 'Redis’ successor',
  image: 'valkey/valkey',
  versions: ['9.0', '8.1', '7.2'],
  access: access({ server: 'valkey-server', client: 'valkey-cli', systemUser: 'valkey' }),
};

function access(family: Family): EngineAccess {
  const { client } = family;
  const asAccount = (password: string) => ({ REDISCLI_AUTH: password });
  return {
    defaults: { user: 'default', database: '' },
    isNamed: false,
    longestUser: 63,
    userProblem: () => undefined,
    credentialForm: 'sha-256',
    environment: (_, credential) => ({ QUAYSIDE_CREDENTIAL: credential }),
    command: ['sh', '-c', startScript(family)],
    // a server that loads its data says so instead of asking for a password
    healthCheck: () => ['sh', '-c', `${client} ping | grep -qE 'PONG|NOAUTH'`],
    client: ({ secrets }) => ({ command: [client], environment: asAccount(secrets.password) }),
    tryPassword: (_, password) => ({
      command: ['sh', '-c', `test "$(${client} ping)" = PONG`],
      environment: asAccount(password),
      input: '',
    }),
    setPassword: ({ secrets }, credential) =>
      commands(family, secrets.password, [`ACL SETUSER default resetpass #${credential}`, 'ACL SAVE']),
    openSession: ({ secrets }, { name, credential }) =>
      commands(family, secrets.password, [
        `ACL SETUSER ${name} reset on #${credential} ~* &* +@all -@admin`,
        'ACL SAVE',
      ]),
    closeSession: ({ secrets }, name) =>
      commands(family, secrets.password, [`ACL DELUSER ${name}`, 'ACL SAVE']),
    listSessions: ({ secrets }, prefix) => ({
      command: ['sh', '-c', `${client} --raw ACL USERS | grep "^$QUAYSIDE_PREFIX" || true`],
      environment: { ...asAccount(secrets.password), QUAYSIDE_PREFIX: prefix },
      input: '',
    }),
    move: () => ({
      dump: `${client} --rdb dump.rdb`,
      restore: 'put dump.rdb into /data before its first start',
    }),
    texts: textsFor({
      [clientNames.url]: (to) => uriOf('redis', { ...to, database: '0' }),
      [client]: ({ host, port }) => `${client} -h ${host} -p ${port} --askpass`,
      '.NET': (to) => `${hostOf(to)},${dotNetOf({ user: to.user, password: to.password }).replace(';', ',')}`,
      '.env': (to) =>
        envLinesOf({
          REDIS_URL: uriOf('redis', { ...to, database: '0' }),
          REDIS_HOST: to.host,
          REDIS_PORT: String(to.port),
          REDIS_PASSWORD: to.password,
        }),
    }),
  };
}

/**
 * The image knows no password, so the first start writes the account into a file on the volume, as its digest; from then on
 * the server itself keeps its users there.
 */
function startScript({ server, systemUser }: Family): string {
  const file = '/data/users.acl';
  return [
    'set -e; umask 077',
    `if [ ! -s ${file} ]; then printf 'user default on #%s ~* &* +@all\\n' "$QUAYSIDE_CREDENTIAL" > ${file}.new; mv ${file}.new ${file}; fi`,
    'unset QUAYSIDE_CREDENTIAL',
    `if [ "$(id -u)" = 0 ]; then chown ${systemUser} ${file}; fi`,
    `entry="$(command -v docker-entrypoint.sh || command -v entrypoint || true)"`,
    `exec $entry ${server} --dir /data --aclfile ${file} --appendonly yes`,
  ].join('; ');
}

/** Commands of one connection, which goes on being trusted when its password changes; an error ends it. */
function commands({ client }: Family, password: string, lines: readonly string[]): Execution {
  return {
    command: [client, '-e', '--raw'],
    environment: { REDISCLI_AUTH: password },
    input: `${lines.join('\n')}\n`,
  };
}
