import type { Environment } from '#shared/contract/environment.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

const environments = sql
  .selectFrom('environment')
  .innerJoin('node', 'node.id', 'environment.id')
  .select([
    'environment.id',
    'node.parent_id',
    'node.organization_id',
    'node.name',
    'environment.description',
    'environment.is_protected',
    'environment.created_at',
  ]);

type Row = {
  id: string;
  parent_id: string | null;
  organization_id: string;
  name: string | null;
  description: string;
  is_protected: 0 | 1;
  created_at: number;
};

const toEnvironment = (row: Row): Environment => ({
  id: row.id,
  projectId: row.parent_id ?? '',
  organizationId: row.organization_id,
  name: row.name ?? '',
  description: row.description,
  isProtected: row.is_protected === 1,
  createdAt: instant(row.created_at),
});

export const environmentOf = (store: Store, id: string): Environment =>
  toEnvironment(
    requireRow(store.database.first(environments.where('environment.id', '=', id)), 'environment', id),
  );

/** The environments of a project that an account may read, by name. */
export const environmentsOf = (store: Store, subject: string, projectId: string): Environment[] =>
  store.database
    .all(environments.where('node.parent_id', '=', projectId).orderBy('node.name'))
    .filter(({ id }) => store.access.can(subject, 'environment.read', id))
    .map(toEnvironment);
