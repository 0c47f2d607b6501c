import type { IndexedNode } from '../access/index.ts';
import { sql } from '../store/database.ts';
import type { Reader } from './reader.ts';

/** `web#3` or `web#latest`: of what the path in front names, the deployment of this number. */
export function withNumber(
  { store }: Reader,
  text: string,
  find: (path: string) => readonly IndexedNode[],
): IndexedNode[] {
  const [, path = '', number = ''] = /^(.+)#(\d{1,9}|latest)$/s.exec(text) ?? [];
  if (number === '') return [];
  return find(path).flatMap(({ id }) => {
    const ofService = sql
      .selectFrom('deployment')
      .innerJoin('node', 'node.id', 'deployment.id')
      .select('deployment.id')
      .where('node.parent_id', '=', id)
      .orderBy('deployment.number', 'desc')
      .limit(1);
    const row = store.database.first(
      number === 'latest' ? ofService : ofService.where('deployment.number', '=', Number(number)),
    );
    return row ? (store.access.node(row.id) ?? []) : [];
  });
}
