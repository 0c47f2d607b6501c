import type { NodeKind } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../access/index.ts';
import { sql } from '../store/database.ts';
import type { Reader } from './reader.ts';

/** `web#3` or `web#latest`: of what the path in front names, the deployment of this number. */
export function withNumber(
  { store }: Reader,
  kind: NodeKind,
  text: string,
  find: (path: string) => readonly IndexedNode[],
): IndexedNode[] {
  const [, path = '', number = ''] = /^(.+)#(\d{1,9}|latest)$/s.exec(text) ?? [];
  if (number === '') return [];
  return find(path).flatMap(({ id }) => {
    const numbered = sql
      .selectFrom('node')
      .leftJoin('deployment', 'deployment.id', 'node.id')
      .leftJoin('environment_deployment', 'environment_deployment.id', 'node.id')
      .select(({ fn }) => [
        'node.id',
        fn.coalesce('deployment.number', 'environment_deployment.number').as('number'),
      ])
      .where('node.parent_id', '=', id)
      .where('node.kind', '=', kind);
    const all = sql.selectFrom(numbered.as('each')).select('each.id').orderBy('each.number', 'desc').limit(1);
    const row = store.database.first(
      number === 'latest' ? all : all.where('each.number', '=', Number(number)),
    );
    return row ? (store.access.node(row.id) ?? []) : [];
  });
}
