import * as z from 'zod';
import { gitProviderUrl } from '../model/git-provider.ts';
import { serviceTypeNames } from '../model/service-types.ts';
import { idOf } from './fields.ts';
import { resource } from './resource.ts';

/** Where a Dokploy instance is, without the `/api` at its end. */
export const DokployUrl = z
  .string()
  .max(300)
  .transform((typed, context) => {
    const url = gitProviderUrl(typed);
    if (url !== null) return url.replace(/\/api$/, '');
    context.addIssue('must be an address such as https://dokploy.example.com, without a password in it');
    return z.NEVER;
  });

/** An API key is sent in a header: visible characters of ASCII alone. */
export const DokployKey = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(512)
  .regex(/^[\x21-\x7e]*$/, 'must hold visible characters of ASCII alone');

/** What one import takes at most. */
export const mostDokployServices = 300;

/** What has no place here, or another one: by the name that the setting has in Dokploy. */
export const DokployNote = z.object({ field: z.string(), text: z.string() });
export type DokployNote = z.infer<typeof DokployNote>;

/**
 * What becomes of a thing: made; passed over since its name is here already, or since nobody asked for it; or not to be
 * made at all, which refuses the whole import.
 */
export const dokployFates = ['new', 'present', 'unwanted', 'impossible'] as const;

const item = {
  /** In Dokploy. */
  id: z.string(),
  /** Here; where it had to be another one, a note says so. */
  name: z.string(),
  /** The node that it is here; null where it is not there (yet). */
  nodeId: z.string().nullable(),
  fate: z.enum(dokployFates),
  notes: z.array(DokployNote),
};

export const DokployService = z.object({
  ...item,
  type: z.enum(serviceTypeNames),
  /** What it runs, in a few words, such as `nginx:1.27`; empty where it was not read. */
  runs: z.string(),
  /** How many variables it gets, and how many of them are secrets. */
  variables: z.number().int(),
  secrets: z.number().int(),
  domains: z.array(z.string()),
  /** Why it cannot be made. */
  problems: z.array(z.string()),
});
export type DokployService = z.infer<typeof DokployService>;

export const DokployEnvironment = z.object({ ...item, services: z.array(DokployService) });
export type DokployEnvironment = z.infer<typeof DokployEnvironment>;

export const DokployProject = z.object({ ...item, environments: z.array(DokployEnvironment) });
export type DokployProject = z.infer<typeof DokployProject>;

/** What an import from Dokploy makes, or would make; no values of variables, no passwords. */
export const DokployImport = z.object({
  /** Whether anything was made: none of it was where one could not be. */
  isDone: z.boolean(),
  projects: z.array(DokployProject),
});
export type DokployImport = z.infer<typeof DokployImport>;

const project = resource('project', { parent: 'organization' });

export const dokployContract = {
  import: project.under('create', {
    summary:
      'Bring projects in from a Dokploy instance, all that is asked for or nothing; nothing is deployed',
    effect: 'change',
    path: 'import/dokploy',
    input: {
      baseUrl: DokployUrl,
      /** An API key of the instance; used for this call, and kept nowhere. */
      accessToken: DokployKey,
      /** Ids in Dokploy, or paths of its names such as `shop/production/web`; absent: everything. */
      only: z.array(z.string().min(1).max(512)).min(1).max(1_000).optional(),
      /** Where the services are to run. */
      serverId: idOf('server', 'server.read').optional(),
      /** Says the same of each, and makes nothing. */
      preview: z.boolean().default(false),
    },
    output: DokployImport,
  }),
};
