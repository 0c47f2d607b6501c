import { Description } from '#shared/contract/fields.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { createProject, insertProject } from './create.ts';
import { projectOf } from './queries.ts';

/** A project in a bundle; one that comes without an environment gets `production` (R17). */
export const projectPortable: Portable = {
  fields: { description: Description.default('') },
  read: ({ store }, id) => projectOf(store, id),
  create({ tx, organizationId }, { name, fields, hasChildren }) {
    const make = hasChildren ? insertProject : createProject;
    return make(tx, { organizationId, name, description: String(fields.description ?? '') });
  },
  update: ({ tx }, { id, fields }) => void tx.change('project', id, fields),
};
