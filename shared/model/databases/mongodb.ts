import type { DatabaseEngine, EngineAccess, Execution } from './engine.ts';
import { clientNames, envLinesOf, hostOf, type Target, textsFor, uriOf } from './texts.ts';

/** MongoDB. Source: docker-library's image. */
export const mongodb: DatabaseEngine = {
  label: 'MongoDB',
  hint: 'Documents',
  image: 'mongo',
  versions: ['8.0', '7.0'],
  port: 27_017,
  majorParts: 1,
  readsOlder: false,
  dataDirectory: () => '/data/db',
  // none of its files says it in a text
  versionFiles: [],
  // its client is a program of Node
  ownNames: ['MONGO_*', 'MONGOSH_*', 'NODE_*', 'GLIBC_TUNABLES'],
  access: access(),
};

const bySource = '?authSource=admin';

function access(): EngineAccess {
  return {
    defaults: { user: 'app', database: 'app' },
    isNamed: true,
    longestUser: 63,
    userProblem: () => undefined,
    credentialForm: 'plain',
    environment: ({ user, database, secrets }) => ({
      MONGO_INITDB_ROOT_USERNAME: user,
      MONGO_INITDB_ROOT_PASSWORD: secrets.password,
      MONGO_INITDB_DATABASE: database,
    }),
    command: [],
    healthCheck: () => ['mongosh', '--quiet', '--eval', 'quit(db.adminCommand("ping").ok ? 0 : 1)'],
    client: ({ user, database, secrets }) => ({
      command: [
        'mongosh',
        '--nodb',
        '--quiet',
        '--shell',
        '--eval',
        `db = ${connected}.getDB(given.database)`,
      ],
      environment: environment({ user, database, password: secrets.password }),
    }),
    tryPassword: ({ user, database }, password) =>
      run({ user, database, password }, 'quit(admin.runCommand({ connectionStatus: 1 }).ok ? 0 : 1)'),
    setPassword: ({ user, database, secrets }, credential) =>
      run(
        { user, database, password: secrets.password, credential },
        'admin.changeUserPassword(given.user, given.credential)',
      ),
    openSession: ({ user, database, secrets }, { name, credential }) =>
      run(
        { user, database, password: secrets.password, name, credential },
        'admin.createUser({ user: given.name, pwd: given.credential, roles: [{ role: "dbOwner", db: given.database }] })',
      ),
    closeSession: ({ user, database, secrets }, name) =>
      run(
        { user, database, password: secrets.password, name },
        'if (admin.getUser(given.name)) admin.dropUser(given.name)',
      ),
    listSessions: ({ user, database, secrets }, prefix) =>
      run(
        { user, database, password: secrets.password, prefix },
        'for (const { user } of admin.getUsers().users) if (user.startsWith(given.prefix)) print(user)',
      ),
    move: ({ user }) => ({
      dump: `mongodump -u ${user} --archive=dump.archive`,
      restore: `mongorestore -u ${user} --archive=dump.archive`,
    }),
    texts: textsFor({
      [clientNames.url]: (to) => uriOf('mongodb', to, bySource),
      mongosh: (to) => `mongosh '${uriOf('mongodb', to, bySource)}'`,
      '.NET': (to) => uriOf('mongodb', to, bySource),
      'Spring Boot': (to) => `spring.data.mongodb.uri=${uriOf('mongodb', to, bySource)}`,
      '.env': (to) => envLinesOf(envOf(to)),
    }),
  };
}

const envOf = (to: Target): Record<string, string> => ({
  MONGODB_URI: uriOf('mongodb', to, bySource),
  MONGODB_HOST: hostOf(to),
});

const connected =
  '(given = JSON.parse(process.env.QUAYSIDE_GIVEN), new Mongo("mongodb://" + encodeURIComponent(given.user) + ":" + encodeURIComponent(given.password) + "@127.0.0.1/?authSource=admin"))';

const environment = (given: Readonly<Record<string, string>>): Record<string, string> => ({
  QUAYSIDE_GIVEN: JSON.stringify(given),
});

/** The program is constant; what it works on comes as JSON by the environment. */
function run(given: Readonly<Record<string, string>>, program: string): Execution {
  const begun = `var given; const admin = ${connected}.getDB("admin"); ${program}`;
  return {
    command: ['mongosh', '--nodb', '--quiet', '--eval', begun],
    environment: environment(given),
    input: '',
  };
}
