import * as z from 'zod';
import { Description } from '#shared/contract/fields.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { insertEnvironment } from './create.ts';
import { environmentOf } from './queries.ts';

/** An environment in a bundle. */
export const environmentPortable: Portable = {
  fields: { description: Description.default(''), isProtected: z.boolean().default(false) },
  read: ({ store }, id) => environmentOf(store, id),
  create: ({ tx }, { parentId, name, fields }) =>
    insertEnvironment(tx, {
      projectId: parentId,
      name,
      description: String(fields.description ?? ''),
      isProtected: fields.isProtected === true,
    }),
  update: ({ tx }, { id, fields }) => void tx.change('environment', id, fields),
};
