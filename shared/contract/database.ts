import * as z from 'zod';
import { databaseEngineNames } from '../model/databases/engine.ts';
import { Instant, idOf } from './fields.ts';
import { resource, streamOf } from './resource.ts';
import { TerminalEvent, TerminalId, terminalSize } from './terminal.ts';

/** One way to a database, and what each client is told to take it. */
export const DatabaseAddress = z.object({
  /** `server`: a port that the server itself holds; `environment`: for the services beside it only. */
  reach: z.enum(['server', 'environment']),
  /** Null where it is the server's, and the caller may not see that. */
  host: z.string().nullable(),
  port: z.number().int(),
  /** Why it may lead nowhere, such as a private address. */
  caution: z.string().nullable(),
  /** Empty for an image of which nothing is known, and where the host is not told. */
  texts: z.array(z.object({ client: z.string(), text: z.string() })),
});
export type DatabaseAddress = z.infer<typeof DatabaseAddress>;

/** How a database is opened; where a password belongs stands `•••`. */
export const DatabaseConnection = z.object({
  engine: z.enum(databaseEngineNames),
  /** Such as PostgreSQL. */
  label: z.string(),
  user: z.string().nullable(),
  database: z.string().nullable(),
  passwordSetAt: Instant.nullable(),
  /** A change of the password was cut off, and nobody asked the engine since which of the two it has. */
  isUnsure: z.boolean(),
  /** Nowhere before its first deployment. */
  addresses: z.array(DatabaseAddress),
});
export type DatabaseConnection = z.infer<typeof DatabaseConnection>;

/** The same with its password. */
export const RevealedDatabase = DatabaseConnection.extend({
  password: z.string(),
  /** The new one of a change that was cut off, where the engine could not be asked which of the two it has. */
  perhaps: z.string().nullable(),
});
export type RevealedDatabase = z.infer<typeof RevealedDatabase>;

const service = resource('service', { parent: 'environment' });
const secret = resource('secret', { parent: 'service' });

export const databaseContract = {
  connection: service.on('read', {
    summary: 'Show where a database is reached, and what its clients are told; without its password',
    effect: 'read',
    path: 'database',
    output: DatabaseConnection,
  }),
  reveal: secret.under('reveal', {
    summary: 'Show the password of a database; each time is audited',
    effect: 'change',
    path: '/services/{serviceId}/database/reveal',
    output: RevealedDatabase,
  }),
  changePassword: service.on('update', {
    summary: 'Give a running database a new password, made here unless one is given',
    effect: 'act',
    path: 'database/password',
    input: {
      /** Printable ASCII, 8 to 128 characters; who gives one has to be allowed to see it too. */
      password: z.string().max(1_024).optional(),
    },
    output: DatabaseConnection,
  }),
  client: service.on('read', {
    summary: 'Open the client of a database’s own engine in its container, signed in as its user',
    effect: 'stream',
    path: 'database/client',
    input: {
      /** The server that it is on: a terminal in a container of a server takes the whole right to its containers. */
      serverId: idOf('server', 'docker.manage'),
      ...terminalSize,
      /** Re-attaches to a terminal that is still open, such as after a reload. */
      terminalId: TerminalId.optional(),
    },
    output: streamOf(TerminalEvent),
  }),
};
