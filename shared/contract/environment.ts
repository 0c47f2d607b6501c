import * as z from 'zod';
import { Ejection, ejectionInput } from './ejection.ts';
import { inOrder } from './environment-deployment.ts';
import { Description, Instant, idOf, Name, TypedName } from './fields.ts';
import { Deletion } from './organization.ts';
import { resource } from './resource.ts';

export const Environment = z.object({
  id: z.string(),
  projectId: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  /** Shown differently, and destructive acts ask for the typed name. */
  isProtected: z.boolean(),
  createdAt: Instant,
});
export type Environment = z.infer<typeof Environment>;

const environment = resource('environment', { parent: 'project' });

export const environmentContract = {
  list: environment.under('read', {
    summary: 'List the environments of a project',
    effect: 'read',
    filtered: true,
    output: z.array(Environment),
  }),
  create: environment.under('create', {
    summary: 'Create an environment',
    effect: 'start',
    input: { name: Name, description: Description.optional(), isProtected: z.boolean().optional() },
    output: Environment,
  }),
  get: environment.on('read', { summary: 'Show an environment', effect: 'read', output: Environment }),
  update: environment.on('update', {
    summary: 'Rename, describe or protect an environment',
    effect: 'change',
    method: 'PATCH',
    input: {
      name: Name.optional(),
      description: Description.optional(),
      isProtected: z.boolean().optional(),
    },
    output: Environment,
  }),
  duplicate: environment.on('read', {
    summary: 'Copy an environment with its services; nothing is deployed',
    effect: 'start',
    path: 'duplicate',
    input: { name: Name, projectId: idOf('project', 'environment.create') },
    output: Environment,
  }),
  eject: environment.on('read', {
    summary: 'Write a folder by which Docker Compose runs an environment without Quayside',
    effect: 'change',
    path: 'eject',
    input: ejectionInput,
    output: Ejection,
  }),
  ...inOrder,
  deletion: environment.on('delete', {
    summary: 'List what deleting an environment takes with it',
    effect: 'read',
    path: 'deletion',
    output: Deletion,
  }),
  delete: environment.on('delete', {
    summary: 'Delete an environment and everything in it',
    effect: 'act',
    method: 'DELETE',
    input: { typedName: TypedName },
    output: z.object({}),
  }),
};
