import type { DatabaseAccount, DatabaseEngine, EngineAccess, Execution } from './engine.ts';
import { sqlName, sqlText } from './sql.ts';
import { clientNames, dotNetOf, encoded, envLinesOf, hostOf, jdbcOf, textsFor, uriOf } from './texts.ts';

/** The first version whose image keeps its data one folder deeper, so that two of them fit on one volume. */
const firstNested = 18;
const newestKnown = 30;

/** PostgreSQL. Source: docker-library's image, whose volume moved with version 18. */
export const postgres: DatabaseEngine = {
  label: 'PostgreSQL',
  hint: 'Relational',
  image: 'postgres',
  versions: ['18', '17', '16', '15'],
  port: 5432,
  majorParts: 1,
  readsOlder: false,
  dataDirectory: (version) =>
    Number.parseInt(version, 10) >= firstNested ? '/var/lib/postgresql' : '/var/lib/postgresql/data',
  versionFiles: [
    { path: 'PG_VERSION', pattern: /^(\d+)/ },
    ...Array.from({ length: newestKnown - firstNested + 1 }, (_, index) => ({
      path: `${firstNested + index}/docker/PG_VERSION`,
      pattern: /^(\d+)/,
    })),
  ],
  // libpq's and psql's, and the locale that a new volume is made with
  ownNames: ['POSTGRES_*', 'PG*', 'PSQL*', 'LANG', 'LANGUAGE', 'LC_*'],
  access: access(),
};

function access(): EngineAccess {
  return {
    defaults: { user: 'app', database: 'app' },
    isNamed: true,
    longestUser: 63,
    userProblem: (user) =>
      /^pg_/i.test(user) ? 'must not begin with pg_, which PostgreSQL keeps' : undefined,
    credentialForm: 'scram-sha-256',
    environment: ({ user, database, secrets }) => ({
      POSTGRES_USER: user,
      POSTGRES_PASSWORD: secrets.password,
      POSTGRES_DB: database,
    }),
    command: [],
    // while the image prepares an empty volume it listens on its socket alone
    healthCheck: ({ user, database }) => ['pg_isready', '-q', '-h', '127.0.0.1', '-U', user, '-d', database],
    client: ({ user, database, secrets }) => ({
      command: ['psql', `--username=${user}`, `--dbname=${database}`],
      environment: { PGPASSWORD: secrets.password },
    }),
    // the container's own address is no loopback, for which the image asks no password
    tryPassword: ({ user, database }, password) => ({
      command: ['sh', '-c', 'exec psql -X -q -w -h "$HOSTNAME" -U "$PGUSER" -d "$PGDATABASE" -c "SELECT 1"'],
      environment: { PGUSER: user, PGDATABASE: database, PGPASSWORD: password },
      input: '',
    }),
    setPassword: (given, credential) =>
      statements(given, [`ALTER ROLE ${sqlName(given.user)} PASSWORD ${sqlText(credential)}`]),
    // what the session makes belongs to the account, and stays when its user goes
    openSession: (given, { name, credential, expiresAt }) => {
      const [session, owner] = [sqlName(name), sqlName(given.user)];
      const until = sqlText(new Date(expiresAt).toISOString());
      return statements(given, [
        `CREATE ROLE ${session} LOGIN PASSWORD ${sqlText(credential)} VALID UNTIL ${until} IN ROLE ${owner}`,
        `ALTER ROLE ${session} SET role TO ${owner}`,
      ]);
    },
    closeSession: (given, name) => statements(given, closing(given, name)),
    listSessions: (given, prefix) =>
      statements(given, [`SELECT rolname FROM pg_roles WHERE starts_with(rolname, ${sqlText(prefix)})`]),
    move: ({ user, database }) => ({
      dump: `pg_dump -U ${user} --no-owner ${database} > dump.sql`,
      restore: `psql -U ${user} -d ${database} < dump.sql`,
    }),
    texts: textsFor({
      [clientNames.url]: (to) => uriOf('postgresql', to),
      psql: (to) => `psql ${uriOf('postgresql', to)}`,
      [clientNames.jdbc]: (to) => jdbcOf('postgresql', to),
      '.NET': ({ host, port, database, user, password }) =>
        dotNetOf({ Host: host, Port: String(port), Database: database, Username: user, Password: password }),
      '.env': (to) =>
        envLinesOf({
          DATABASE_URL: uriOf('postgresql', to),
          PGHOST: to.host,
          PGPORT: String(to.port),
          PGDATABASE: to.database,
          PGUSER: to.user,
          PGPASSWORD: to.password,
        }),
      [clientNames.python]: (to) =>
        `postgresql+psycopg://${encoded(to.user)}:${encoded(to.password)}@${hostOf(to)}/${encoded(to.database)}`,
    }),
  };
}

function closing(given: DatabaseAccount, name: string): string[] {
  const [session, text] = [sqlName(name), sqlText(name)];
  return [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${text}`,
    `DO $do$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = ${text}) THEN
      REASSIGN OWNED BY ${session} TO ${sqlName(given.user)}; DROP OWNED BY ${session}; DROP ROLE ${session};
    END IF; END $do$`,
  ];
}

type Given = Parameters<EngineAccess['setPassword']>[0];

/** Statements by the socket, all or none; what they say is of no use but for a list. */
function statements({ user, database, secrets }: Given, lines: readonly string[]): Execution {
  return {
    command: [
      'psql',
      '-X',
      '-q',
      '-A',
      '-t',
      '-w',
      '-1',
      '-v',
      'ON_ERROR_STOP=1',
      '-U',
      user,
      '-d',
      database,
    ],
    environment: { PGPASSWORD: secrets.password },
    input: ['SET standard_conforming_strings = on', ...lines, ''].join(';\n'),
  };
}
