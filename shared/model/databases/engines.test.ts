import { describe, expect, it } from 'vitest';
import type { EngineAccess } from './engine.ts';
import { databaseEngines } from './engines.ts';
import { readsItself } from './own-names.ts';
import { passwordFrom, passwordProblem } from './password.ts';
import { canOpen, majorOf, openingProblem } from './version.ts';

const hostile = `p'w"\\$(id)\`;&#%{{@:/`;
const account = { user: 'app', database: 'shop' };
const secrets = { password: hostile, root: 'R00t"secret' };
const given = { ...account, secrets };
const session = { name: 'qs_1', credential: 'Cred1\'"\\', expiresAt: Date.UTC(2026, 0, 1) };

const spoken = Object.entries(databaseEngines).flatMap(([name, { access }]) =>
  access ? [[name, access] as const] : [],
);

const executionsOf = (access: EngineAccess) => [
  { ...access.client(given), input: '' },
  access.tryPassword(account, secrets.password),
  access.setPassword(given, session.credential),
  access.openSession(given, session),
  access.closeSession(given, session.name),
  access.listSessions(given, 'qs_'),
];

describe.each(spoken)('%s', (_name, access) => {
  it('puts nothing secret among the arguments of a program', () => {
    const words = executionsOf(access).flatMap(({ command }) => command);
    for (const secret of [secrets.password, secrets.root, session.credential]) {
      expect(words.filter((word) => word.includes(secret))).toEqual([]);
    }
    const shown = [...access.command, ...access.healthCheck(account)];
    expect(shown.filter((word) => word.includes(secrets.password))).toEqual([]);
  });

  it('tells clients a URL that reads back as what it was made of', () => {
    const [first] = access.texts({ host: 'db', port: 5_432 }, account, hostile);
    const url = new URL(first?.text ?? '');
    expect(decodeURIComponent(url.password)).toBe(hostile);
    expect([url.hostname, url.port, url.username]).toEqual(['db', '5432', account.user]);
  });

  it('brackets an IPv6 address, and has a text for each of several clients', () => {
    const texts = access.texts({ host: '2001:db8::1', port: 1 }, account, 'pw');
    expect(texts.length).toBeGreaterThanOrEqual(4);
    expect(texts[0]?.text).toContain('[2001:db8::1]:1');
    expect(new Set(texts.map(({ client }) => client)).size).toBe(texts.length);
  });

  it('says how data gets into another version', () => {
    expect(access.move(account).dump).not.toBe('');
  });
});

describe('statements', () => {
  it('keep a credential in its quotes, whatever is in it', () => {
    const inputOf = (name: 'postgres' | 'mysql' | 'mariadb') =>
      databaseEngines[name].access?.setPassword({ ...given, user: 'o"`\'x' }, `a'b\\c`).input;
    expect(inputOf('postgres')).toContain(`ALTER ROLE "o""\`'x" PASSWORD 'a''b\\c'`);
    expect(inputOf('mysql')).toContain(`ALTER USER 'o"\`\\'x'@'%' IDENTIFIED BY 'a\\'b\\\\c'`);
    expect(inputOf('mariadb')).toContain(`ALTER USER 'o"\`\\'x'@'%' IDENTIFIED BY 'a\\'b\\\\c'`);
  });

  it('end a session of PostgreSQL by itself when it expires, and leave what it made to the account', () => {
    const input = databaseEngines.postgres.access?.openSession(given, session).input;
    expect(input).toContain(`VALID UNTIL '2026-01-01T00:00:00.000Z'`);
    expect(input).toContain('SET role TO "app"');
  });

  it('give MongoDB its data as JSON, and never as a program', () => {
    const execution = databaseEngines.mongodb.access?.setPassword(given, `");db.dropDatabase();("`);
    expect(execution?.command.join(' ')).not.toContain('dropDatabase');
    expect(JSON.parse(execution?.environment.QUAYSIDE_GIVEN ?? '{}')).toMatchObject({
      user: 'app',
      credential: `");db.dropDatabase();("`,
    });
  });
});

describe('the names that an image reads itself', () => {
  it.each(spoken)('hold all that %s is given', (name, access) => {
    const { command, ...about } = access.client(given);
    const told = [access.environment(given, 'c'), about.environment].flatMap(Object.keys);
    const foreign = told.filter((each) => !each.startsWith('QUAYSIDE_'));
    expect(foreign.filter((each) => !readsItself(databaseEngines[name as 'redis'], each))).toEqual([]);
  });

  it('leave alone what only clients of applications read', () => {
    const { postgres, mariadb, redis } = databaseEngines;
    expect(['PGHOST', 'PGDATA', 'LC_ALL', 'TZ'].map((name) => readsItself(postgres, name))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(readsItself(mariadb, 'MYSQL_TCP_PORT')).toBe(true);
    expect(['REDIS_URL', 'LANG', 'LANGUAGES'].map((name) => readsItself(redis, name))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the data on a volume', () => {
  it.each(
    spoken.flatMap(([name]) => {
      const { versions } = databaseEngines[name as 'mongodb'];
      return versions.flatMap((written) => versions.map((wanted) => ({ name, written, wanted })));
    }),
  )('of $name $written is not opened by $wanted unless that can, and the way there is said', (each) => {
    const { name, written, wanted } = each;
    const engine = databaseEngines[name as 'mongodb'];
    const problem = openingProblem(engine, { written, wanted, account });
    const isNewer = engine.readsOlder && engine.versions.indexOf(wanted) < engine.versions.indexOf(written);
    if (written === wanted || isNewer || majorOf(engine, written) === majorOf(engine, wanted))
      return expect(problem).toBeUndefined();
    expect(problem).toContain(`${engine.label} ${majorOf(engine, written)}, which ${wanted} cannot open`);
    expect(problem).toContain(engine.access?.move(account).dump);
  });

  it('lies where the image of that version looks for it', () => {
    const { dataDirectory } = databaseEngines.postgres;
    expect([dataDirectory('17'), dataDirectory('18'), dataDirectory('18.1')]).toEqual([
      '/var/lib/postgresql/data',
      '/var/lib/postgresql',
      '/var/lib/postgresql',
    ]);
  });

  it('is opened by the same major version alone, and by a newer one where the engine does that itself', () => {
    const { postgres, mariadb, mysql, redis } = databaseEngines;
    expect(canOpen(postgres, '17', '17.5')).toBe(true);
    expect(canOpen(postgres, '17', '18')).toBe(false);
    expect(canOpen(mariadb, '11.4', '11.8')).toBe(false);
    expect(canOpen(mysql, '8.0', '8.4')).toBe(false);
    expect(canOpen(redis, '7.4', '8.0')).toBe(true);
    expect(canOpen(redis, '8.0', '7.4')).toBe(false);
    expect(majorOf(mysql, '8.4.3')).toBe('8.4');
  });

  it('names its version in the file that the engine writes', () => {
    const read = (name: 'postgres' | 'mysql' | 'mariadb', path: string, text: string) =>
      databaseEngines[name].versionFiles.find((file) => file.path === path)?.pattern.exec(text)?.[1];
    expect(read('postgres', 'PG_VERSION', '17\n')).toBe('17');
    expect(read('postgres', '18/docker/PG_VERSION', '18\n')).toBe('18');
    expect(read('mariadb', 'mariadb_upgrade_info', '11.8.3-MariaDB')).toBe('11.8');
    const history =
      '{"file_format":"1","upgrade_history":[{"version":"8.0.35"},{"version":"8.4.3","maturity":"LTS"}]}';
    expect(read('mysql', 'mysql_upgrade_history', history)).toBe('8.4');
  });
});

describe('a password', () => {
  it('that is made means nothing in a URL, a shell or a file', () => {
    let next = 0;
    const password = passwordFrom(() => Uint8Array.from({ length: 64 }, () => (next++ * 37) % 256));
    expect(password).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(encodeURIComponent(password)).toBe(password);
  });

  it.each([hostile, 'a b c d e', `quotes'"\`here`, 'x'.repeat(128)])('may be %j', (password) => {
    expect(passwordProblem(password)).toBeUndefined();
  });

  it.each(['short', 'with\nnewline', 'with\0nul and more', 'pässwörter', ' led by a space', 'x'.repeat(129)])(
    'is not taken where not every client reads it back: %j',
    (password) => {
      expect(passwordProblem(password)).toMatch(/^must /);
    },
  );
});
