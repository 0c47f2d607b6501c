import * as z from 'zod';
import { Description, givenIdOf, Instant, Name } from './fields.ts';
import { AccessPreview, Grant, GrantChanges, grantChanges } from './grant.ts';
import { resource } from './resource.ts';

export const Team = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  /** Those that the reader may read. */
  members: z.array(
    z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string(), isYou: z.boolean() }),
  ),
  grantCount: z.number().int(),
  createdAt: Instant,
  /** Why the caller may change neither its grants nor delete it; absent where they may. */
  refusal: z.string().optional(),
});
export type Team = z.infer<typeof Team>;

const memberChanges = {
  add: z.array(givenIdOf('member')).max(1_000).default([]),
  remove: z.array(givenIdOf('member')).max(1_000).default([]),
};

const team = resource('team', { parent: 'organization' });

export const teamContract = {
  list: team.under('read', {
    summary: 'List the teams of an organization',
    effect: 'read',
    output: z.array(Team),
  }),
  get: team.on('read', { summary: 'Show a team', effect: 'read', output: Team }),
  create: team.under('create', {
    summary: 'Create a team without members or grants',
    effect: 'start',
    input: { name: Name, description: Description.optional() },
    output: Team,
  }),
  update: team.on('update', {
    summary: 'Rename or describe a team',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), description: Description.optional() },
    output: Team,
  }),
  changeMembers: team.on('update', {
    summary: 'Put members into a team and take others out, all or nothing',
    effect: 'change',
    method: 'PATCH',
    path: 'members',
    input: memberChanges,
    output: Team,
  }),
  grants: team.on('read', {
    summary: 'List the grants of a team',
    effect: 'read',
    path: 'grants',
    output: z.array(Grant),
  }),
  changeGrants: team.on('update', {
    summary: 'Give, change and take grants of a team, all or nothing',
    effect: 'change',
    method: 'PATCH',
    path: 'grants',
    input: grantChanges,
    output: z.array(Grant),
  }),
  preview: team.on('read', {
    summary: 'Show what a change of a team would give to each member and take from them',
    effect: 'read',
    method: 'POST',
    path: 'preview',
    input: { grants: GrantChanges.optional(), members: z.strictObject(memberChanges).optional() },
    output: z.array(AccessPreview),
  }),
  deletion: team.on('delete', {
    summary: 'List who loses what when a team is deleted',
    effect: 'read',
    path: 'deletion',
    output: z.array(AccessPreview),
  }),
  delete: team.on('delete', {
    summary: 'Delete a team; its grants go with it, its members stay',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
