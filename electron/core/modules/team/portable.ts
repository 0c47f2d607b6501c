import { Description } from '#shared/contract/fields.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { createTeam, updateTeam } from './change.ts';
import { teamOf } from './queries.ts';

/** A team in a bundle: without its members, who are people of one organization, and without grants. */
export const teamPortable: Portable = {
  fields: { description: Description.default('') },
  read: (context, id) => teamOf(context, id),
  create: ({ context, organizationId }, { name, fields }) =>
    createTeam(context, { organizationId, name, description: String(fields.description ?? '') }).id,
  update: ({ context }, { id, fields }) => void updateTeam(context, { teamId: id, ...fields }),
};
