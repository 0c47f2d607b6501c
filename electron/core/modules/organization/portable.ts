import { Description } from '#shared/contract/fields.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { sql } from '../../store/database.ts';

/** The organization itself in a bundle: what it is for. Its policy and its seats are its Owner's. */
export const organizationPortable: Portable = {
  namedByFields: true,
  fields: { description: Description.default('') },
  read({ store }, id) {
    const row = sql.selectFrom('organization').select('description').where('id', '=', id);
    return store.database.first(row) ?? null;
  },
  create() {
    throw new Error('an import goes into an organization that is there');
  },
  update: ({ tx }, { id, fields }) => void tx.change('organization', id, fields),
};
