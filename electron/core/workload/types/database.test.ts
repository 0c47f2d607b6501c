import { describe, expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { scramVerifier } from '../database/credential.ts';
import { database } from './database.ts';

const spec = (fields: object = {}): DatabaseSpec =>
  DatabaseSpec.parse({ type: 'database', engine: 'postgres', version: '17', ...fields });
const other = {
  engine: 'other',
  version: undefined,
  image: 'acme/search:2',
  port: 9_200,
  dataDirectory: '/data',
};

describe('a database', () => {
  it('is one replica on one volume, and stops before its successor starts', () => {
    expect(database.contentOf(spec())).toMatchObject({
      replicas: 1,
      order: 'stop-first',
      mounts: [{ type: 'volume', name: 'data', target: '/var/lib/postgresql/data' }],
      ports: [{ containerPort: 5_432, protocol: 'tcp' }],
    });
    expect(specFacts(spec()).scaledTo(2)).toBeNull();
  });

  it('is reached from outside only where that is asked for, and not by a copy', () => {
    const open = spec({ externalPort: 15_432 });
    expect(database.contentOf(open).ports).toEqual([
      { containerPort: 5_432, hostPort: 15_432, protocol: 'tcp' },
    ]);
    expect(specFacts(specFacts(open).copy()).ports).toEqual([{ containerPort: 5_432, protocol: 'tcp' }]);
    expect(database.warningsOf(open, false)).toEqual([expect.stringContaining('15432')]);
  });

  it('takes the official image of its version, unless it names another', () => {
    expect(specFacts(spec()).image).toBe('postgres:17');
    expect(specFacts(spec({ image: 'pgvector/pgvector:pg17' })).image).toBe('pgvector/pgvector:pg17');
  });

  it.each<[string, object, string[]]>([
    ['no version', { version: undefined }, ['version']],
    ['a port of its own', { port: 1 }, ['port']],
    ['a user that its engine keeps', { user: 'pg_admin' }, ['user']],
    ['the user that its image makes', { engine: 'mariadb', version: '11.8', user: 'root' }, ['user']],
    ['a user for Redis', { engine: 'redis', version: '8.0', user: 'ada' }, ['user']],
    ['nothing of another image', { engine: 'other', version: undefined }, ['image', 'port', 'dataDirectory']],
    ['a user of another image', { ...other, user: 'ada' }, ['user']],
    ['all of another image', other, []],
  ])('is refused by field for %s', (_what, fields, paths) => {
    expect(database.issuesOf(spec(fields)).map(({ path }) => path)).toEqual(paths);
  });

  it.each(['o"x', "o'x", 'a b', 'x\ny', '-x', '1x', 'ünder', ''])('has no database %j', (name) => {
    expect(DatabaseSpec.safeParse({ ...spec(), database: name }).success).toBe(false);
  });

  it('keeps its engine always, and its account from its first deployment on', () => {
    const renamed = spec({ user: 'ada' });
    expect(database.keeps(spec(), renamed, false)).toEqual([]);
    expect(database.keeps(spec(), renamed, true).map(({ path }) => path)).toEqual(['user']);
    expect(database.keeps(spec(), spec({ user: 'app' }), true)).toEqual([]);
    const moved = spec({ engine: 'redis', version: '8.0' });
    expect(database.keeps(spec(), moved, false).map(({ path }) => path)).toEqual(['engine']);
  });
});

describe('a credential', () => {
  it('is what PostgreSQL itself would keep of the password', () => {
    // Source: RFC 7677, 3
    const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
    expect(verifier).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });
});
