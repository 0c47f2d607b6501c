import type { DatabaseEngine, DatabaseEngineName } from './engine.ts';
import { mongodb } from './mongodb.ts';
import { mariadb, mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { redis, valkey } from './redis.ts';

/** Any image that keeps data: it says itself where that is and where it listens. */
const other: DatabaseEngine = {
  label: 'Other image',
  hint: 'Any that keeps data',
  image: '',
  versions: [],
  port: 0,
  majorParts: 1,
  readsOlder: true,
  dataDirectory: () => '',
  versionFiles: [],
  ownNames: [],
  access: null,
};

/** Everything that tells one engine from another; pages, operations and statements are made from it. */
export const databaseEngines: Readonly<Record<DatabaseEngineName, DatabaseEngine>> = {
  postgres,
  mysql,
  mariadb,
  mongodb,
  redis,
  valkey,
  other,
};
