import type { DatabaseEngine } from './engine.ts';

/**
 * Whether an engine's image reads a variable of this name itself. Such a one is meant for who connects to a database where
 * it is inherited: `PGHOST` for applications takes PostgreSQL's own start elsewhere.
 */
export function readsItself({ ownNames }: Pick<DatabaseEngine, 'ownNames'>, name: string): boolean {
  return ownNames.some((own) => (own.endsWith('*') ? name.startsWith(own.slice(0, -1)) : name === own));
}
