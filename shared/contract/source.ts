import * as z from 'zod';
import { Instant } from './fields.ts';
import { resource } from './resource.ts';
import { Bytes, Count, Upload } from './upload-fields.ts';

/** A folder as it was sent, packed by tar and gzip: what the next deployment builds. */
export const SentFolder = z.object({
  /** SHA-256 of the packed folder in hexadecimal digits. */
  digest: z.string(),
  /** As it was packed. */
  sizeBytes: z.number(),
  files: z.number(),
  sentAt: Instant,
  sentBy: z.string(),
});
export type SentFolder = z.infer<typeof SentFolder>;

/** Where they are in the REST API. */
const path = '/services/{serviceId}/source';
const deployment = resource('deployment', { parent: 'service' });
/** What is sent is what runs, as an image is that is chosen. */
const service = resource('service', { parent: 'environment' });

export const sourceContract = {
  show: deployment.under('read', {
    summary: 'Show the folder that was sent last for a service; null before the first',
    effect: 'read',
    path,
    output: z.object({ folder: SentFolder.nullable() }),
  }),
  upload: service.on('update', {
    summary: 'Send a part of a packed folder; nothing is seen of it before `source.keep`',
    effect: 'act',
    quiet: true,
    path: `${path}/parts`,
    input: { upload: Upload, offset: Count, bytes: Bytes },
    /** Where the next part begins. */
    output: z.object({ offset: z.number() }),
  }),
  keep: service.on('update', {
    summary: 'Keep a packed folder, with its last part, as what the next deployment builds',
    effect: 'act',
    method: 'PUT',
    path,
    input: { upload: Upload, offset: Count, bytes: Bytes },
    output: SentFolder,
  }),
};
