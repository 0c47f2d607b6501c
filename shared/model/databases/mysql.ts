import type { DatabaseEngine, EngineAccess, Execution } from './engine.ts';
import { mysqlName, mysqlText } from './sql.ts';
import { clientNames, dotNetOf, envLinesOf, jdbcOf, textsFor, uriOf } from './texts.ts';

/** What tells the two engines apart that speak MySQL's protocol. */
interface Family {
  /** Of the programs in the image: `mariadb`, `mariadb-admin`. */
  readonly client: string;
  readonly admin: string;
  readonly dump: string;
  /** Of the variables that the image reads. */
  readonly prefix: 'MYSQL' | 'MARIADB';
  readonly jdbc: string;
}

const shared = {
  port: 3306,
  readsOlder: false,
  dataDirectory: () => '/var/lib/mysql',
  versionFiles: [
    { path: 'mariadb_upgrade_info', pattern: /^(\d+\.\d+)/ },
    { path: 'mysql_upgrade_info', pattern: /^(\d+\.\d+)/ },
    // the last entry is the version that runs
    { path: 'mysql_upgrade_history', pattern: /"version"\s*:\s*"(\d+\.\d+)[^"]*"(?![\s\S]*"version")/ },
  ],
  // MariaDB's image and clients read MySQL's as well
  ownNames: ['MYSQL*', 'MARIADB*', 'LIBMYSQL_*', 'TMPDIR', 'UMASK', 'UMASK_DIR'],
};

/** MySQL. Source: docker-library's image. */
export const mysql: DatabaseEngine = {
  ...shared,
  label: 'MySQL',
  hint: 'Relational',
  image: 'mysql',
  versions: ['8.4', '9.5', '8.0'],
  majorParts: 2,
  access: access({ client: 'mysql', admin: 'mysqladmin', dump: 'mysqldump', prefix: 'MYSQL', jdbc: 'mysql' }),
};

/** MariaDB. Source: docker-library's image. */
export const mariadb: DatabaseEngine = {
  ...shared,
  label: 'MariaDB',
  hint: 'Much like MySQL',
  image: 'mariadb',
  versions: ['11.8', '12.1', '11.4', '10.11'],
  majorParts: 2,
  access: access({
    client: 'mariadb',
    admin: 'mariadb-admin',
    dump: 'mariadb-dump',
    prefix: 'MARIADB',
    jdbc: 'mariadb',
  }),
};

function access(family: Family): EngineAccess {
  const { client, admin, prefix } = family;
  return {
    defaults: { user: 'app', database: 'app' },
    isNamed: true,
    longestUser: 32,
    userProblem: (user) =>
      user.toLowerCase() === 'root' ? 'must not be root, which the image makes' : undefined,
    credentialForm: 'plain',
    environment: ({ user, database, secrets }) => ({
      [`${prefix}_ROOT_PASSWORD`]: secrets.root,
      [`${prefix}_USER`]: user,
      [`${prefix}_PASSWORD`]: secrets.password,
      [`${prefix}_DATABASE`]: database,
    }),
    command: [],
    // while the image prepares an empty volume nothing listens on the network
    healthCheck: () => [admin, 'ping', '-h', '127.0.0.1', '--silent'],
    client: ({ user, database, secrets }) => ({
      command: [client, `--user=${user}`, database],
      environment: { MYSQL_PWD: secrets.password },
    }),
    tryPassword: ({ user, database }, password) => ({
      command: [client, '-h', '127.0.0.1', `--user=${user}`, '-e', 'SELECT 1', database],
      environment: { MYSQL_PWD: password },
      input: '',
    }),
    setPassword: (given, credential) =>
      statements(family, given, [
        `ALTER USER ${anywhere(given.user)} IDENTIFIED BY ${mysqlText(credential)}`,
      ]),
    openSession: (given, { name, credential }) =>
      statements(family, given, [
        `CREATE USER ${anywhere(name)} IDENTIFIED BY ${mysqlText(credential)}`,
        `GRANT ALL PRIVILEGES ON ${mysqlName(given.database)}.* TO ${anywhere(name)}`,
      ]),
    closeSession: ({ secrets }, name) => ({
      command: ['sh', '-c', closingScript(client)],
      environment: { MYSQL_PWD: secrets.root, QUAYSIDE_SESSION: name },
      input: script([`DROP USER IF EXISTS ${anywhere(name)}`]),
    }),
    listSessions: (given, start) =>
      statements(family, given, [
        `SELECT User FROM mysql.user WHERE LEFT(User, ${start.length}) = ${mysqlText(start)}`,
      ]),
    move: ({ user, database }) => ({
      dump: `${family.dump} --single-transaction -u ${user} -p ${database} > dump.sql`,
      restore: `${client} -u ${user} -p ${database} < dump.sql`,
    }),
    texts: textsFor({
      [clientNames.url]: (to) => uriOf(family.jdbc, to),
      [client]: ({ host, port, user, database }) =>
        `${client} --host=${host} --port=${port} --user=${user} --password ${database}`,
      [clientNames.jdbc]: (to) => jdbcOf(family.jdbc, to),
      '.NET': ({ host, port, database, user, password }) =>
        dotNetOf({ Server: host, Port: String(port), Database: database, User: user, Password: password }),
      '.env': (to) =>
        envLinesOf({
          DATABASE_URL: uriOf('mysql', to),
          DB_HOST: to.host,
          DB_PORT: String(to.port),
          DB_DATABASE: to.database,
          DB_USERNAME: to.user,
          DB_PASSWORD: to.password,
        }),
    }),
  };
}

/** An account of the image is for every host. */
function anywhere(user: string): string {
  return `${mysqlText(user)}@'%'`;
}

const script = (lines: readonly string[]): string => ["SET SESSION sql_mode = ''", ...lines, ''].join(';\n');

type Given = Parameters<EngineAccess['setPassword']>[0];

function statements({ client }: Family, { secrets }: Given, lines: readonly string[]): Execution {
  return {
    command: [client, '--batch', '--skip-column-names', '--user=root'],
    environment: { MYSQL_PWD: secrets.root },
    input: script(lines),
  };
}

/** Drops the user first, so that nobody comes back, and then ends what it has open; that may have ended meanwhile. */
function closingScript(client: string): string {
  const ask =
    "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE user = '$QUAYSIDE_SESSION'";
  const asRoot = `${client} --batch --skip-column-names --user=root`;
  return `set -e; ${asRoot}; ${asRoot} -e "${ask}" | ${asRoot} --force 2>/dev/null || true`;
}
