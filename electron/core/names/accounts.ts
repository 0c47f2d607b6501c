import type { IndexedNode } from '../access/index.ts';
import { sql } from '../store/database.ts';
import { type Lookup, lookupIn } from './matching.ts';
import type { Reader } from './reader.ts';

/**
 * Finds those of some members whose account has a name or address. Members that one sees only as something to give to are
 * named by their ids alone: by trying addresses nobody finds out who belongs here.
 */
export function lookupAccounts(reader: Reader, members: readonly IndexedNode[]): Lookup<IndexedNode> {
  const { access, database } = reader.store;
  const { subject } = reader.caller;
  const seen = members.filter(({ id }) => access.canSee(subject, id));
  const [first] = seen;
  if (!first) return () => [];
  const accounts = new Map(
    database
      .all(
        sql
          .selectFrom('member')
          .innerJoin('account', 'account.id', 'member.account_id')
          .select(['member.id', 'account.name', 'account.email'])
          .where('member.organization_id', '=', first.organizationId),
      )
      .map((row) => [row.id, row] as const),
  );
  const read = seen.filter(({ id }) => access.canRead(subject, id));
  const byName = lookupIn(seen, ({ id }) => accounts.get(id)?.name ?? null);
  const byAddress = lookupIn(read, ({ id }) => accounts.get(id)?.email ?? null);
  return (text) => [...new Set([...byAddress(text), ...byName(text)])];
}
