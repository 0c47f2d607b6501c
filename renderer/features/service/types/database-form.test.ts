import { describe, expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import {
  databaseDifferences,
  databaseIssue,
  emptyDatabase,
  fromDatabase,
  toDatabase,
} from './database-form.ts';

const specs = [
  { engine: 'postgres', version: '17' },
  { engine: 'mariadb', version: '11.8', user: 'ada', database: 'shop', externalPort: 13_306 },
  { engine: 'redis', version: '8.0', image: 'acme/redis:8', limits: { memoryMiB: 256, cpus: 0.5 } },
  { engine: 'other', image: 'acme/search:2', port: 9_200, dataDirectory: '/var/lib/search', soakSeconds: 9 },
].map((fields) => DatabaseSpec.parse({ type: 'database', ...fields }));

describe('the form of a database', () => {
  it.each(specs)('brings $engine back as it was', (spec) => {
    expect(toDatabase(fromDatabase(spec, 'srv_1'))).toEqual({ spec });
  });

  it('leaves out what was typed for another engine', () => {
    const typed = { ...emptyDatabase, user: 'ada', port: '9200', dataDirectory: '/data' };
    expect(toDatabase({ ...typed, engine: 'redis', version: '8.0' }).spec).toEqual(
      DatabaseSpec.parse({ type: 'database', engine: 'redis', version: '8.0' }),
    );
  });

  it('names the field of what is wrong, here and in the core', () => {
    const { issues } = toDatabase({ ...emptyDatabase, externalPort: 'many', version: 'latest' });
    expect(issues?.map(({ field }) => field)).toEqual(['version', 'externalPort']);
    expect(databaseIssue('spec.user', 'no')).toEqual({ field: 'user', message: 'no' });
  });

  it('says in words what differs', () => {
    const other = { ...emptyDatabase, externalPort: '1', cpus: '2' };
    expect(databaseDifferences(emptyDatabase, other)).toEqual(['external port', 'CPUs']);
  });
});
