import * as z from 'zod';
import { longestSealed, longestTemplate, mostFiles } from '../model/template-limits.ts';
import { Instant, idOf } from './fields.ts';
import { AgeRecipient } from './identity.ts';
import { resource } from './resource.ts';

const TemplateFile = z.strictObject({
  /** With `/` between the names, such as `services/shop/production/web.yaml`. */
  path: z.string().min(1).max(1_024),
  text: z.string().max(longestTemplate),
});

/** A folder of YAML, one file a thing. */
export const Template = z.object({ files: z.array(TemplateFile) });
export type Template = z.infer<typeof Template>;

/** `add`: not here yet; `change`: here with other values; `keep`: here as it is; `only-here`: not in the template. */
export const bundleFates = ['add', 'change', 'keep', 'only-here'] as const;
export const bundleChoices = ['write', 'skip', 'rename'] as const;

/** What is to become of one item; without one what is new or changed is written, and what is only here stays. */
const BundleChoice = z.strictObject({
  /** As the preview calls it, such as `services/shop/production/web`. */
  item: z.string().min(1).max(1_024),
  choice: z.enum(bundleChoices),
  /** The new name, where it is renamed. */
  name: z.string().max(256).optional(),
});
export type BundleChoice = z.infer<typeof BundleChoice>;

/** What no template holds, and one of the new things cannot be made without. */
const BundleSecret = z.strictObject({
  item: z.string().min(1).max(1_024),
  /** As the preview names it, such as `password` or `variables.API_KEY`. */
  field: z.string().min(1).max(300),
  value: z.string().max(131_072),
});
export type BundleSecret = z.infer<typeof BundleSecret>;

export const BundleItem = z.object({
  item: z.string(),
  kind: z.string(),
  /** `shop/production/web`; empty for the organization. */
  path: z.string(),
  fate: z.enum(bundleFates),
  choice: z.enum(bundleChoices),
  /** What is other than here; values as YAML would have them on one line, cut where they are long. */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** What has to be given as secrets. */
  needs: z.array(z.string()),
  /** Why it cannot be written, each with its field and what to do. */
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type BundleItem = z.infer<typeof BundleItem>;

/** What an import does, or would do. */
export const BundleImport = z.object({
  /** Whether it was done: all of it, or nothing. */
  isDone: z.boolean(),
  items: z.array(BundleItem),
  /** What is wrong with the files themselves. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type BundleImport = z.infer<typeof BundleImport>;

/** A `.qsbundle` in base64. Source: docs/bundle.md. */
const SealedFile = z.base64('must be the bytes of a .qsbundle in base64').min(1).max(longestSealed);

/** A bundle for one member, as it is given to them. */
export const SealedExport = z.object({
  /** What the file is to be called. */
  fileName: z.string(),
  bytes: SealedFile,
  sequence: z.number().int(),
  /** By which the next bundle of this line names it. */
  hash: z.string(),
  validFrom: Instant,
  validTo: Instant,
  /** Of the keys that signed it, for the recipient to compare. */
  fingerprint: z.string(),
  /** What is in it, such as `services/shop/production/web`. */
  items: z.array(z.string()),
});
export type SealedExport = z.infer<typeof SealedExport>;

/** Whoever signed a bundle, as `identity.trust` takes them. */
const SealedIssuer = z.object({
  organization: z.string(),
  account: z.string(),
  name: z.string(),
  recipient: z.string(),
  signingKey: z.string(),
  fingerprint: z.string(),
});

/** What the import of a bundle does, or would do, and who the bundle is from. */
export const SealedImport = BundleImport.extend({
  /** Why it is not opened; null where it is. An import throws it. */
  refused: z.object({ reason: z.string(), field: z.string(), message: z.string() }).nullable(),
  /** Null where nobody signed what was opened. */
  issuer: SealedIssuer.nullable(),
  /** Null where it is not opened. */
  origin: z
    .object({
      organization: z.string(),
      organizationName: z.string(),
      sequence: z.number().int(),
      validFrom: Instant,
      validTo: Instant,
    })
    .nullable(),
});
export type SealedImport = z.infer<typeof SealedImport>;

const bundle = resource('bundle', { parent: 'organization' });

const asked = {
  choices: z.array(BundleChoice).max(mostFiles).default([]),
  secrets: z.array(BundleSecret).max(mostFiles).default([]),
};
const input = { files: z.array(TemplateFile).min(1).max(mostFiles), ...asked };
const sealed = { bytes: SealedFile, ...asked };

export const bundleContract = {
  exportTemplate: bundle.under('export', {
    summary: 'Write what you may read of an organization as a folder of YAML, without secrets',
    effect: 'change',
    path: 'template',
    input: { projectId: idOf('project', 'project.read').optional() },
    output: Template,
  }),
  preview: bundle.under('import', {
    summary: 'Say what an import would add, change and keep; nothing is done',
    effect: 'read',
    method: 'POST',
    path: 'preview',
    input,
    output: BundleImport,
  }),
  import: bundle.under('import', {
    summary: 'Bring a template in, all of it or nothing; nothing is deployed',
    effect: 'change',
    path: 'import',
    input,
    output: BundleImport,
  }),
  exportSealed: bundle.under('export', {
    summary: 'Seal what you and a member both may read for their key, signed by yours, without secrets',
    effect: 'change',
    path: 'sealed',
    input: {
      memberId: idOf('member', 'member.read'),
      /** The member's own, as they gave it by another way. */
      recipient: AgeRecipient,
      /** How long it may be imported, from now on. */
      validDays: z.coerce.number().int().min(1).max(366).default(30),
    },
    output: SealedExport,
  }),
  previewSealed: bundle.under('import', {
    summary: 'Open a bundle with your own key and say what its import would do; nothing is done',
    effect: 'read',
    method: 'POST',
    path: 'sealed/preview',
    input: sealed,
    output: SealedImport,
  }),
  importSealed: bundle.under('import', {
    summary: 'Bring a bundle in that was sealed for you, all of it or nothing; nothing is deployed',
    effect: 'change',
    path: 'sealed/import',
    input: sealed,
    output: SealedImport,
  }),
  undo: bundle.under('import', {
    summary: 'Undo the last import, while nothing of it has changed since',
    effect: 'change',
    path: 'undo',
    output: z.object({ removed: z.number().int(), restored: z.number().int() }),
  }),
  lastImport: bundle.under('import', {
    summary: 'Tell of the last import that can be undone, and who did it',
    effect: 'read',
    path: 'last',
    output: z.object({
      last: z
        .object({ at: Instant, by: z.string(), added: z.number().int(), changed: z.number().int() })
        .nullable(),
    }),
  }),
};
