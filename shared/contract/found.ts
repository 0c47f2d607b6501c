import * as z from 'zod';
import { ComposeFinding, ComposeProblem } from './composition.ts';
import { idOf, Name, TypedName } from './fields.ts';
import { resource } from './resource.ts';

/** What made a thing that runs on a server, as its labels, folder or name tell. */
export const foundMakers = ['compose', 'dokploy', 'portainer', 'coolify', 'swarm', 'docker'] as const;

/** One container of it, or one service of a Swarm stack; texts of the server, with what nobody sees taken out. */
const FoundPart = z.object({
  name: z.string(),
  image: z.string(),
  state: z.string(),
  status: z.string(),
});

/** Something that runs on a server and is no service of anybody’s here. */
export const FoundWorkload = z.object({
  kind: z.enum(['compose', 'container', 'stack', 'swarm-service']),
  /** The project, container, stack or Swarm service, as it is called on the server; what it is adopted by. */
  name: z.string(),
  madeBy: z.enum(foundMakers),
  /** Where its compose files are seen from; null where it has none. */
  folder: z.string().nullable(),
  /** Its compose files, as its containers name them. */
  files: z.array(z.string()),
  parts: z.array(FoundPart),
  /** Why it cannot be adopted, and what to do instead; null where it can. */
  reason: z.string().nullable(),
});
export type FoundWorkload = z.infer<typeof FoundWorkload>;

/** How many are adopted by one call at most. */
export const mostAdopted = 32;

/** What became, or would become, of one project. */
export const AdoptedProject = z.object({
  /** As it is called on the server. */
  project: z.string(),
  name: z.string(),
  /** Null where nothing was made. */
  serviceId: z.string().nullable(),
  /** The names of its services, as its files have them. */
  parts: z.array(z.string()),
  /** Those that the next deployment starts again, since they run otherwise than the files say. */
  restarted: z.array(z.string()),
  /** What is read of the server, byte for byte. */
  files: z.array(z.string()),
  /** Why it cannot be adopted. */
  problems: z.array(ComposeProblem),
  warnings: z.array(ComposeProblem),
  /** What asks for root on its server, which has to be accepted before it is deployed. */
  findings: z.array(ComposeFinding.omit({ accepted: true })),
  /** What is worth knowing, in words. */
  notes: z.array(z.string()),
});
export type AdoptedProject = z.infer<typeof AdoptedProject>;

export const Adoption = z.object({
  /** Whether anything was made: none of it was where one could not be. */
  isDone: z.boolean(),
  projects: z.array(AdoptedProject),
});
export type Adoption = z.infer<typeof Adoption>;

const docker = resource('docker', { parent: 'server' });
const service = resource('service', { parent: 'environment' });

export const foundContract = {
  list: docker.under('read', {
    summary: 'List what runs on a server and is no service yet',
    effect: 'read',
    path: '/servers/{serverId}/found',
    output: z.array(FoundWorkload),
  }),
  release: service.on('delete', {
    summary: 'Forget an adopted service that was not deployed anew since; what runs of it runs on',
    effect: 'act',
    path: 'release',
    method: 'POST',
    input: { typedName: TypedName.optional() },
    output: z.object({}),
  }),
  adopt: service.under('create', {
    summary:
      'Make services of compose projects that run on a server, all or none; nothing of them is touched',
    effect: 'act',
    path: 'adopt',
    input: {
      serverId: idOf('server', 'docker.manage'),
      projects: z
        .array(
          z.strictObject({
            /** As it is called on the server. */
            project: z.string().min(1).max(255),
            /** As the service is to be called; the project’s own name where absent. */
            name: Name.optional(),
          }),
        )
        .min(1)
        .max(mostAdopted),
      /** Says the same of each, and makes nothing. */
      preview: z.boolean().default(false),
    },
    output: Adoption,
  }),
};
