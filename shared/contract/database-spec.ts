import * as z from 'zod';
import { databaseEngineNames } from '../model/databases/engine.ts';
import { ImageReference, Limits, Port, SoakSeconds } from './container-fields.ts';

/** A name that every engine takes as it is, and that means nothing in a URL: a letter, then letters, digits, `_` and `-`. */
const AccountName = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_-]{0,62}$/,
    'must begin with a letter and go on with up to 62 letters, digits, _ or -',
  );

/** A folder of the container that holds the data: an absolute path without detours. */
const DataDirectory = z
  .string()
  .max(512)
  .regex(/^(?:\/[a-zA-Z0-9_][\w.-]*)+$/, 'must be an absolute path such as /var/lib/data');

/**
 * Everything that decides how a database runs. Its password is no part of it. What an engine has a rule for is asked for
 * only of the engine `other`: image, port and folder of the data.
 */
export const DatabaseSpec = z.strictObject({
  type: z.literal('database'),
  engine: z.enum(databaseEngineNames),
  /** Such as `17` or `11.8`; also the tag of the official image. */
  version: z
    .string()
    .regex(/^\d{1,4}(?:\.\d{1,4}){0,2}$/, 'must be a version such as 17 or 11.8')
    .optional(),
  /** In the place of the official image, such as one with extensions; it has to be of the same engine and version. */
  image: ImageReference.optional(),
  /** Whom it is opened by; made at its first start, and not to be changed after that. */
  user: AccountName.optional(),
  /** The same for the database in it. */
  database: AccountName.optional(),
  /** Held on the server itself; absent = reachable inside the environment only. */
  externalPort: Port.optional(),
  /** Where the image listens; of `other` alone. */
  port: Port.optional(),
  /** Where the image keeps its data; of `other` alone. */
  dataDirectory: DataDirectory.optional(),
  limits: Limits.default({}),
  soakSeconds: SoakSeconds.default(5),
});
export type DatabaseSpec = z.infer<typeof DatabaseSpec>;
