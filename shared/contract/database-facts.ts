import type { DatabaseAccount, DatabaseEngine } from '../model/databases/engine.ts';
import { databaseEngines } from '../model/databases/engines.ts';
import type { DatabaseSpec } from './database-spec.ts';

/** A database as its engine and its configuration together say it. */
export interface DatabaseFacts {
  readonly engine: DatabaseEngine;
  readonly image: string;
  readonly version: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly account: DatabaseAccount;
}

/** Fills what a configuration leaves to its engine. */
export function databaseFacts(spec: DatabaseSpec): DatabaseFacts {
  const engine = databaseEngines[spec.engine];
  const version = spec.version ?? engine.versions[0] ?? '';
  const defaults = engine.access?.defaults ?? { user: '', database: '' };
  return {
    engine,
    image: spec.image ?? `${engine.image}:${version}`,
    version,
    port: spec.port ?? engine.port,
    dataDirectory: spec.dataDirectory ?? engine.dataDirectory(version),
    account: { user: spec.user ?? defaults.user, database: spec.database ?? defaults.database },
  };
}
