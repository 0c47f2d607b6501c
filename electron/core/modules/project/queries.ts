import type { Project } from '#shared/contract/project.ts';
import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

const projects = sql
  .selectFrom('project')
  .innerJoin('node', 'node.id', 'project.id')
  .select(['project.id', 'node.organization_id', 'node.name', 'project.description', 'project.created_at']);

// With `=` SQLite carries the value over to node.id too, and plans anew for each value: five times the time.
const byId = prepared(({ id }: { id: string }) => projects.where('project.id', 'in', [id]));

type Row = {
  id: string;
  organization_id: string;
  name: string | null;
  description: string;
  created_at: number;
};

const toProject = (row: Row): Project => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name ?? '',
  description: row.description,
  createdAt: instant(row.created_at),
});

export const projectOf = (store: Store, id: string): Project =>
  toProject(requireRow(store.database.first(byId({ id })), 'project', id));

/** The projects of an organization that an account may read, by name. */
export const projectsOf = (store: Store, subject: string, organizationId: string): Project[] =>
  store.database
    .all(projects.where('node.parent_id', '=', organizationId).orderBy('node.name'))
    .filter(({ id }) => store.access.can(subject, 'project.read', id))
    .map(toProject);
