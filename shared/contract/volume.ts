import * as z from 'zod';
import { bytesOfPath } from '../model/file-name.ts';
import { longestPart } from '../model/transfer-limits.ts';
import { Instant, TypedName } from './fields.ts';
import { HostPath } from './mount.ts';
import { resource } from './resource.ts';
import { Bytes, Count, Upload } from './upload-fields.ts';

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

/**
 * What keeps files on a server, by its name within its service: `data` a volume, `./uploads` a folder that is its compose
 * project's own, `/srv/media` a file or folder of the server.
 */
export const StoredName = z
  .string()
  .max(1_024)
  .refine(
    (name) =>
      (/^[a-zA-Z0-9._-]{1,255}$/.test(name) && !/^\.\.?$/.test(name)) ||
      (name.startsWith('./') && bytesOfPath(name.slice(2)) !== null && name !== './') ||
      (name.startsWith('/') && HostPath.safeParse(name).success),
    'must be the name of a volume, such as data, or a folder that is mounted, such as ./uploads or /srv/media',
  );

export const Volume = z.object({
  name: z.string(),
  /**
   * `volume`; `folder`: a folder of the compose project's own; `bind`: of the server itself, also behind a volume whose
   * options lead there, opened by who may be root there.
   */
  kind: z.enum(['volume', 'folder', 'bind']),
  /** Where it is mounted, as configured or, for a compose service, as it runs; nowhere for one that is left from before. */
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

/** A volume as Docker itself calls it. */
const DockerVolumeName = z
  .string()
  .max(255)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'must be the name of a volume as Docker calls it');

/** A volume of a server, whoever made it. */
export const ServerVolume = z.object({
  name: z.string(),
  driver: z.string(),
  /** Null where the server did not say so in time. */
  sizeBytes: z.number().nullable(),
  /** What has it mounted: containers, running or not, and services of Swarm. */
  usedBy: z.array(z.string()),
  /**
   * `service`: of a service that is here; `left`: made by a Quayside, for a service that is none of this organization's any
   * more or never was; `foreign`: made by somebody else.
   */
  origin: z.enum(['service', 'left', 'foreign']),
  /** The service that it is of, where the reader may see that. */
  serviceId: z.string().nullable(),
  /** Its name within that service. */
  ownName: z.string().nullable(),
});
export type ServerVolume = z.infer<typeof ServerVolume>;

const docker = resource('docker', { parent: 'server' });
const onServer = '/servers/{serverId}/volumes';
const pageInput = {
  path: VolumePath.default(''),
  /** The name after which the page begins. */
  after: z.string().max(1_024).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
};
const Page = z.object({
  entries: z.array(VolumeEntry),
  /** Null at the end. */
  next: z.string().nullable(),
  /** False where the folder holds more than can be listed. */
  isWhole: z.boolean(),
});

const volume = resource('volume', { parent: 'service', plural: 'volumes' });
const at = '/services/{serviceId}/volumes/{volume}';

export const volumeContract = {
  list: volume.under('read', {
    summary: 'List the volumes of a service and the folders that it mounts, their size, and what uses them',
    effect: 'read',
    output: z.array(Volume),
  }),
  browse: volume.under('read', {
    summary: 'List what lies in a folder of a volume, folders first',
    effect: 'read',
    path: `${at}/entries`,
    input: { volume: StoredName, ...pageInput },
    output: Page,
  }),
  read: volume.under('read', {
    summary:
      'Read a part of a file of a volume, in base64; its version says whether the parts are of one state',
    effect: 'read',
    path: `${at}/content`,
    input: {
      volume: StoredName,
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
    input: { volume: StoredName, path: FilePath, upload: Upload, offset: Count, bytes: Bytes },
    /** Where the next part begins. */
    output: z.object({ offset: z.number() }),
  }),
  write: volume.under('create', {
    summary:
      'Write a file of a volume as a whole, over one that is there only where that is said; its mode and owner stay',
    effect: 'act',
    method: 'PUT',
    path: `${at}/content`,
    input: {
      volume: StoredName,
      path: FilePath,
      /** The file, or the last part of an upload. */
      bytes: Bytes.default(''),
      /** The upload whose last part this is, and where that begins. */
      upload: Upload.optional(),
      offset: Count.default(0),
      /**
       * What it may take the place of: `new` of nothing, a version that was read of exactly that one, `any` of whatever
       * file is there. Anything else there is a CONFLICT, decided on the server as the file gets its name.
       */
      over: z.union([FileVersion, z.enum(['new', 'any'])]).default('new'),
    },
    output: z.object({ version: z.string() }),
  }),
  makeFolder: volume.under('create', {
    summary: 'Make a folder in a volume',
    effect: 'act',
    path: `${at}/folders`,
    input: { volume: StoredName, path: FilePath },
    output: z.object({}),
  }),
  removeFile: volume.under('delete', {
    summary: 'Remove a file, a link or an empty folder from a volume',
    effect: 'act',
    method: 'DELETE',
    path: `${at}/entries`,
    input: { volume: StoredName, path: FilePath },
    output: z.object({}),
  }),
  listOnServer: docker.under('read', {
    summary: 'List every volume of a server, its size, what uses it and whose it is',
    effect: 'read',
    path: onServer,
    output: z.array(ServerVolume),
  }),
  browseOnServer: docker.under('manage', {
    summary: 'List what lies in a folder of any volume of a server, folders first',
    effect: 'read',
    path: `${onServer}/{volumeName}/entries`,
    input: { volumeName: DockerVolumeName, ...pageInput },
    output: Page,
  }),
  removeFromServer: docker.under('manage', {
    summary: 'Remove a volume that nothing uses from a server, with all that is in it',
    effect: 'act',
    method: 'DELETE',
    path: `${onServer}/{volumeName}`,
    /** Its exact name again: there is no way back. */
    input: { volumeName: DockerVolumeName, typedName: TypedName },
    /** Null where the server did not say how much it was. */
    output: z.object({ freedBytes: z.number().nullable() }),
  }),
};
