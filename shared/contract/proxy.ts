import * as z from 'zod';
import { resource } from './resource.ts';

/** The proxies that a server may have. */
export const proxyTypes = ['traefik', 'caddy'] as const;

/** The proxy of a server, as its Docker tells of it now. */
export const ServerProxy = z.object({
  /** Null where there is none of ours. */
  type: z.enum(proxyTypes).nullable(),
  image: z.string().nullable(),
  isRunning: z.boolean(),
  /** To whom the authority writes before a certificate ends. */
  email: z.string().nullable(),
  /** The directory of another authority than Let's Encrypt. */
  directory: z.string().nullable(),
});
export type ServerProxy = z.infer<typeof ServerProxy>;

/** A file by which a proxy leads to one service. */
export const ProxyFile = z.object({
  name: z.string(),
  text: z.string(),
  /** The service that it is of, where the caller may see it. */
  serviceId: z.string().nullable(),
  path: z.string().nullable(),
  /** Whether it is what the domains of that service say; null where that is not known here. */
  isAsStored: z.boolean().nullable(),
  /** Whether the version before it is kept. */
  hasPrevious: z.boolean(),
});
export type ProxyFile = z.infer<typeof ProxyFile>;

/** The name of an image, with its tag or digest. */
export const ImageName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][\w.\-/:@]{0,254}$/, 'must be the name of an image such as caddy:2.10');

const Directory = z
  .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
  .max(500);
const Roots = z
  .string()
  .max(65_536)
  .regex(
    /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s-]+-----END CERTIFICATE-----\s*$/,
    'must be certificates in PEM',
  );

const FileName = z
  .string()
  .max(100)
  .regex(/^[\w-]+\.(?:json|yml)$/, 'must be the name of a file of the proxy');

const server = resource('server', { parent: 'organization' });
const proxyFile = resource('proxyFile', { parent: 'server', plural: 'proxy-files' });

export const proxyContract = {
  get: server.on('read', {
    summary: 'Show the proxy of a server',
    effect: 'read',
    path: 'proxy',
    output: ServerProxy,
  }),
  install: server.on('update', {
    summary: 'Install or update the proxy that leads domains to the services of a server',
    effect: 'act',
    path: 'proxy',
    method: 'PUT',
    input: {
      type: z.enum(proxyTypes).default('traefik'),
      /** Another image than the one that is known to work. */
      image: ImageName.optional(),
      email: z.email('must be an e-mail address such as ops@example.com').max(254).optional(),
      directory: Directory.optional(),
      /** Certificates by which a private authority is trusted; absent, those stay that were given for this directory. */
      roots: Roots.optional(),
    },
    output: ServerProxy,
  }),
};

export const proxyFileContract = {
  list: proxyFile.under('read', {
    summary: 'Show the files by which the proxy of a server leads to services',
    effect: 'read',
    output: z.array(ProxyFile),
  }),
  write: proxyFile.under('write', {
    summary: 'Write a file of the proxy by hand; what the proxy refuses is taken back',
    effect: 'act',
    method: 'PUT',
    input: {
      file: FileName,
      text: z.string().max(262_144),
      /** What the edit was based on; CONFLICT where the file is another one by now. */
      before: z.string().max(262_144),
    },
    output: z.object({}),
  }),
  undo: proxyFile.under('write', {
    summary: 'Bring back the version of a proxy’s file that was there before',
    effect: 'act',
    path: 'undo',
    input: { file: FileName },
    output: z.object({}),
  }),
};
