import * as z from 'zod';
import { Description, Instant, Name, TypedName } from './fields.ts';
import { Deletion } from './organization.ts';
import { resource } from './resource.ts';

export const Project = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: Instant,
});
export type Project = z.infer<typeof Project>;

const project = resource('project', { parent: 'organization' });

export const projectContract = {
  list: project.under('read', {
    summary: 'List the projects of an organization',
    effect: 'read',
    filtered: true,
    output: z.array(Project),
  }),
  create: project.under('create', {
    summary: 'Create a project with its environment production',
    effect: 'start',
    input: { name: Name, description: Description.optional() },
    output: Project,
  }),
  get: project.on('read', { summary: 'Show a project', effect: 'read', output: Project }),
  update: project.on('update', {
    summary: 'Rename or describe a project',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), description: Description.optional() },
    output: Project,
  }),
  duplicate: project.on('read', {
    summary: 'Copy a project with its environments and services; nothing is deployed',
    effect: 'start',
    path: 'duplicate',
    input: { name: Name },
    output: Project,
  }),
  deletion: project.on('delete', {
    summary: 'List what deleting a project takes with it',
    effect: 'read',
    path: 'deletion',
    output: Deletion,
  }),
  delete: project.on('delete', {
    summary: 'Delete a project and everything in it',
    effect: 'act',
    method: 'DELETE',
    input: { typedName: TypedName },
    output: z.object({}),
  }),
};
