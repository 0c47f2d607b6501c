import * as z from 'zod';
import { bytesOfPath } from '../model/file-name.ts';
import { Instant } from './fields.ts';
import { VolumeName } from './mount.ts';
import { resource } from './resource.ts';

/** The most bytes of one answer, and of one part of an upload. */
export const longestPart = 1024 * 1024;
/** The most bytes of an uploaded file. */
export const largestUpload = 2 * 1024 ** 3;

/**
 * A path within a volume: names with `/` between them, `''` for its top. `\\` stands for a backslash and `\xHH` for a byte
 * that is no text; see `shared/model/file-name.ts`.
 */
const VolumePath = z
  .string()
  .max(4_096)
  .refine((path) => bytesOfPath(path) !== null, 'must be a path within the volume, such as conf/app.ini');
const FilePath = VolumePath.refine((path) => path !== '', 'must name a file');

/** Which state of a file was seen: what changes it changes this. */
const FileVersion = z
  .string()
  .max(128)
  .regex(/^\d+ \d+ \d+\.\d+ \d+\.\d+$/, 'must be the version of a file as it was read');
const Upload = z.string().regex(/^[0-9a-z]{10,40}$/, 'must be 10 to 40 lower-case letters and digits');
const Bytes = z.base64().max(Math.ceil(longestPart / 3) * 4);
const Count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const Volume = z.object({
  name: z.string(),
  /** Where the service's configuration mounts it; nowhere for one that is left from before. */
  targets: z.array(z.string()),
  /** Not before the first deployment that mounts it. */
  exists: z.boolean(),
  /** Null where the server did not say so in time. */
  sizeBytes: z.number().nullable(),
  /** The containers that have it mounted. */
  usedBy: z.array(z.string()),
});
export type Volume = z.infer<typeof Volume>;

export const VolumeEntry = z.object({
  name: z.string(),
  type: z.enum(['file', 'folder', 'link', 'other']),
  size: z.number(),
  modifiedAt: Instant,
  /** In octal digits. */
  mode: z.string(),
  /** User and group by number, as `33:33`. */
  owner: z.string(),
  /** Where a link says it leads; it is never followed. */
  link: z.string().nullable(),
});
export type VolumeEntry = z.infer<typeof VolumeEntry>;

const volume = resource('volume', { parent: 'service', plural: 'volumes' });
const at = '/services/{serviceId}/volumes/{volume}';

export const volumeContract = {
  list: volume.under('read', {
    summary: 'List the volumes of a service, their size, and what uses them',
    effect: 'read',
    output: z.array(Volume),
  }),
  browse: volume.under('read', {
    summary: 'List what lies in a folder of a volume, folders first',
    effect: 'read',
    path: `${at}/entries`,
    input: {
      volume: VolumeName,
      path: VolumePath.default(''),
      /** The name after which the page begins. */
      after: z.string().max(1_024).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(500),
    },
    output: z.object({
      entries: z.array(VolumeEntry),
      /** Null at the end. */
      next: z.string().nullable(),
      /** False where the folder holds more than can be listed. */
      isWhole: z.boolean(),
    }),
  }),
  read: volume.under('read', {
    summary:
      'Read a part of a file of a volume, in base64; its version says whether the parts are of one state',
    effect: 'read',
    path: `${at}/content`,
    input: {
      volume: VolumeName,
      path: FilePath,
      offset: Count.default(0),
      length: z.coerce.number().int().min(1).max(longestPart).default(longestPart),
      /** Another one by now is a CONFLICT. */
      version: FileVersion.optional(),
    },
    output: z.object({ bytes: z.string(), size: z.number(), version: z.string(), isEnd: z.boolean() }),
  }),
  upload: volume.under('create', {
    summary:
      'Send a part of a file that is too long for one call; nothing is seen of it before `volume.write`',
    effect: 'act',
    quiet: true,
    path: `${at}/uploads`,
    input: { volume: VolumeName, path: FilePath, upload: Upload, offset: Count, bytes: Bytes },
    /** Where the next part begins. */
    output: z.object({ offset: z.number() }),
  }),
  write: volume.under('create', {
    summary: 'Write a file of a volume as a whole; mode and owner of one that is there stay',
    effect: 'act',
    method: 'PUT',
    path: `${at}/content`,
    input: {
      volume: VolumeName,
      path: FilePath,
      /** The file, or the last part of an upload. */
      bytes: Bytes.default(''),
      /** The upload whose last part this is, and where that begins. */
      upload: Upload.optional(),
      offset: Count.default(0),
      /** The version that was read: another one by now is a CONFLICT. `new`: nothing may be there. */
      over: z.union([FileVersion, z.literal('new')]).optional(),
    },
    output: z.object({ version: z.string() }),
  }),
  makeFolder: volume.under('create', {
    summary: 'Make a folder in a volume',
    effect: 'act',
    path: `${at}/folders`,
    input: { volume: VolumeName, path: FilePath },
    output: z.object({}),
  }),
  removeFile: volume.under('delete', {
    summary: 'Remove a file, a link or an empty folder from a volume',
    effect: 'act',
    method: 'DELETE',
    path: `${at}/entries`,
    input: { volume: VolumeName, path: FilePath },
    output: z.object({}),
  }),
};
