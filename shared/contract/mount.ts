import * as z from 'zod';
import { isWhole } from './fields.ts';

/** Whether a path begins at the root, names every part once, and holds nothing that cannot be seen. */
function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || /\p{C}|\p{Zl}|\p{Zp}/u.test(path)) return false;
  return path
    .slice(1)
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..');
}

/** A place in the container: absolute, not its root, without `.`, `..`, `//` or a slash at its end. */
export const MountTarget = z
  .string()
  .max(1_024)
  .refine(isPlainPath, 'must be an absolute path inside the container, such as /var/lib/data, without “..”');

/** A file or folder of the server, by the same rules; its root may be meant. */
export const HostPath = z
  .string()
  .max(1_024)
  .refine(
    (path) => path === '/' || isPlainPath(path),
    'must be an absolute path of the server, such as /srv/media, without “..”',
  );

/** The name of a volume within its service; on the server it bears the service's id too. */
export const VolumeName = z
  .string()
  .max(63)
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
    'must begin with a letter or digit; more of those, “_”, “.” and “-” may follow',
  );

/** The most characters of a file that is written into containers, before its references are resolved. */
export const longestFile = 65_536;

/**
 * Something at a path of the container that is not of its image. `volume`: kept on the server, of this service alone.
 * `bind`: the server's own file or folder, which opens the server to the container. `tmpfs`: in memory, empty at each
 * start. `file`: written at each deployment, references to variables resolved.
 */
export const Mount = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('volume'),
    name: VolumeName,
    target: MountTarget,
    readOnly: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('bind'),
    source: HostPath,
    target: MountTarget,
    readOnly: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('tmpfs'),
    target: MountTarget,
    sizeMiB: z.number().int().min(1).max(1_048_576).default(64),
  }),
  z.strictObject({
    type: z.literal('file'),
    target: MountTarget,
    content: z
      .string()
      .min(1, 'must not be empty')
      .max(longestFile)
      .refine((text) => !text.includes('\0'), 'must not hold NUL')
      .refine(...isWhole),
    /** As chmod(1) takes it, in octal digits. The file belongs to root. */
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/, 'must be three octal digits, such as 444')
      .default('444'),
  }),
]);
export type Mount = z.infer<typeof Mount>;
