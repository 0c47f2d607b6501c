import * as z from 'zod';
import { Instant, idOf, Name, TypedName } from './fields.ts';
import { GaugeSample, LogBatch, logInput } from './log.ts';
import { Deletion } from './organization.ts';
import { ImageName, proxyTypes } from './proxy.ts';
import { resource, streamOf } from './resource.ts';

/** A host name or an IP address; nothing that a shell or ssh could read as an option. */
export const HostName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(253)
  .regex(
    /^(?:[a-zA-Z0-9_](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?|[0-9a-fA-F:.]+(?:%[\w.-]+)?)$/,
    'must be a host name or an IP address',
  );

export const UserName = z
  .string()
  .regex(/^[a-zA-Z_][\w.@-]{0,63}$/, 'must be a user name such as root or deploy');

const path = z
  .string()
  .max(1_024)
  .regex(/^[~/][^\p{Cc}]*$/u, 'must be an absolute path, or begin with ~');

/** How to sign in. Key text, pass phrases and passwords are sealed or used once; no reply ever holds them. */
export const ServerAuth = z.discriminatedUnion('type', [
  /** A key file of this machine, read at each connection. */
  z.strictObject({ type: z.literal('key-file'), path, passphrase: z.string().max(1_024).optional() }),
  /** The text of a private key, kept sealed in the store. */
  z.strictObject({
    type: z.literal('key'),
    privateKey: z.string().max(16_384),
    passphrase: z.string().max(1_024).optional(),
  }),
  /** An SSH key of the organization, which several servers share. */
  z.strictObject({ type: z.literal('ssh-key'), sshKeyId: idOf('sshKey', 'sshKey.read') }),
  /** The user's ssh-agent; `socket` where it isn't the one of the environment. */
  z.strictObject({ type: z.literal('agent'), socket: path.optional() }),
  /** Used once, to install a new key of Quayside's on the server, or the SSH key that is named; never stored. */
  z.strictObject({
    type: z.literal('password'),
    password: z.string().min(1).max(1_024),
    sshKeyId: idOf('sshKey', 'sshKey.read').optional(),
  }),
]);
export type ServerAuth = z.infer<typeof ServerAuth>;

/** A port of TCP. */
export const Port = z.coerce.number().int().min(1).max(65_535);

const address = {
  host: HostName,
  port: Port.default(22),
  user: UserName.default('root'),
  /** Another server of the organization to connect through. */
  jumpServerId: idOf('server', 'server.read').optional(),
};

export const HostKey = z.object({
  type: z.string(),
  /** `SHA256:…` as ssh-keygen prints it. */
  fingerprint: z.string(),
});

export type HostKey = z.infer<typeof HostKey>;

/** Of a host key, as ssh-keygen prints it. */
export const Fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be a fingerprint such as SHA256:…');

export const ServerConnection = z.object({
  state: z.enum(['idle', 'connecting', 'up', 'down']),
  reason: z.enum(['dns', 'refused', 'timeout', 'auth', 'host-key', 'closed']).optional(),
  message: z.string().optional(),
  since: Instant,
});
export type ServerConnection = z.infer<typeof ServerConnection>;

/** How fresh what is known of a server is; tree, links, badges and pages say the same by it. */
export const Freshness = z.object({
  isFresh: z.boolean(),
  /** When all that is known was last true; null for what is fresh, or was never seen. */
  asOf: Instant.nullable(),
  /** Why it is not fresh, in words. */
  reason: z.string().optional(),
});
export type Freshness = z.infer<typeof Freshness>;

export const Server = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number(),
  user: z.string(),
  authType: z.enum(['key-file', 'key', 'ssh-key', 'agent']),
  /** For key-file; a path of the host is told only to whoever may use its keys. */
  keyPath: z.string().nullable(),
  /** For key and ssh-key: the public half. */
  publicKey: z.string().nullable(),
  /** For ssh-key: which one. */
  sshKeyId: z.string().nullable(),
  jumpServerId: z.string().nullable(),
  hostKey: HostKey,
  /** Whether it was set up for deployments. */
  isReady: z.boolean(),
  dockerVersion: z.string().nullable(),
  connection: ServerConnection,
  freshness: Freshness,
  createdAt: Instant,
});
export type Server = z.infer<typeof Server>;

/** One line of the check page. */
export const CheckItem = z.object({
  id: z.string(),
  label: z.string(),
  status: z.enum(['ok', 'warning', 'problem', 'unknown']),
  /** What was found. */
  found: z.string(),
  /** What to do about it; absent when ok. */
  remedy: z.string().optional(),
  /** The operation that is the remedy, where the product has one. */
  curedBy: z.enum(['setup']).optional(),
});
export type CheckItem = z.infer<typeof CheckItem>;

export const InventoryItem = z.object({
  kind: z.enum(['container', 'compose', 'swarm-service']),
  id: z.string(),
  name: z.string(),
  image: z.string(),
  state: z.string(),
  status: z.string(),
  ports: z.array(z.string()),
  /** The service of this organization that it belongs to. */
  serviceId: z.string().nullable(),
});
export type InventoryItem = z.infer<typeof InventoryItem>;

export const setupStates = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;

export const Setup = z.object({
  id: z.string(),
  serverId: z.string(),
  state: z.enum(setupStates),
  reason: z.string().nullable(),
  steps: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['pending', 'running', 'done', 'unchanged', 'failed']),
      detail: z.string(),
    }),
  ),
  startedBy: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
});
export type Setup = z.infer<typeof Setup>;

const server = resource('server', { parent: 'organization' });
const docker = resource('docker', { parent: 'server' });
const monitoring = resource('monitoring', { parent: 'server' });

export const serverContract = {
  list: server.under('read', {
    summary: 'List the servers of an organization',
    effect: 'read',
    filtered: true,
    output: z.array(Server),
  }),
  suggestions: server.under('create', {
    summary: 'List the hosts of this machine’s ~/.ssh/config that could be added',
    effect: 'read',
    hostRight: 'use-keys',
    path: 'suggestions',
    output: z.array(
      z.object({
        alias: z.string(),
        host: z.string(),
        port: z.number(),
        user: z.string(),
        keyPath: z.string().nullable(),
        jump: z.string().nullable(),
        isAdded: z.boolean(),
      }),
    ),
  }),
  scan: server.under('create', {
    summary: 'Fetch the host key of an address, to be compared before it is trusted',
    effect: 'act',
    path: 'scan',
    input: address,
    output: HostKey.extend({
      /** What ~/.ssh/known_hosts says of it. */
      known: z.enum(['match', 'unknown', 'changed', 'revoked']),
      knownFingerprint: z.string().optional(),
    }),
  }),
  create: server.under('create', {
    summary: 'Add a server after trusting its host key; connects once to prove that it works',
    effect: 'start',
    input: { name: Name, ...address, auth: ServerAuth, fingerprint: Fingerprint },
    output: Server,
  }),
  get: server.on('read', { summary: 'Show a server', effect: 'read', output: Server }),
  update: server.on('update', {
    summary: 'Rename a server, or change its address or how to sign in',
    effect: 'act',
    method: 'PATCH',
    input: {
      name: Name.optional(),
      host: HostName.optional(),
      port: z.number().int().min(1).max(65_535).optional(),
      user: UserName.optional(),
      jumpServerId: idOf('server', 'server.read').nullable().optional(),
      auth: ServerAuth.optional(),
    },
    output: Server,
  }),
  trust: server.on('trust', {
    summary: 'Pin the host key that the server offers now, after comparing fingerprints',
    effect: 'change',
    path: 'trust',
    input: { fingerprint: Fingerprint, typedName: TypedName },
    output: Server,
  }),
  connect: server.on('read', {
    summary: 'Connect now, and say what stands in the way',
    effect: 'act',
    path: 'connect',
    output: ServerConnection,
  }),
  deletion: server.on('delete', {
    summary: 'List what deleting a server takes with it',
    effect: 'read',
    path: 'deletion',
    output: Deletion,
  }),
  delete: server.on('delete', {
    summary: 'Forget a server; nothing on it is touched. Refused while services run on it',
    effect: 'change',
    method: 'DELETE',
    input: { typedName: TypedName },
    output: z.object({}),
  }),
  check: server.on('read', {
    summary: 'Check a server: versions, disk, memory, firewall, sshd, Docker, clock',
    effect: 'act',
    path: 'check',
    method: 'POST',
    output: z.object({ checkedAt: Instant, items: z.array(CheckItem) }),
  }),
  inventory: docker.under('read', {
    summary: 'List what already runs on a server',
    effect: 'read',
    path: '/servers/{serverId}/inventory',
    output: z.array(InventoryItem),
  }),
  gauges: monitoring.under('read', {
    summary: 'Follow CPU, memory, disk and network of a server',
    effect: 'stream',
    path: '/servers/{serverId}/gauges',
    output: streamOf(GaugeSample),
  }),
  containerLogs: docker.under('read', {
    summary: 'Follow the output of any container of a server',
    effect: 'stream',
    path: '/servers/{serverId}/containers/{containerId}/logs',
    input: { containerId: z.string().regex(/^[0-9a-f]{12,64}$/), ...logInput },
    output: streamOf(LogBatch),
  }),
};

/** The proxy that is installed where there is none yet; one that is there stays as it is. */
const setupProxy = z.enum([...proxyTypes, 'none']).default('none');

const setup = resource('server', { parent: 'server', plural: 'setups' });

export const setupContract = {
  plan: setup.on('update', {
    summary: 'Show the script that would set the server up for deployments',
    effect: 'read',
    path: '/servers/{serverId}/setups/plan',
    input: { proxy: setupProxy },
    output: z.object({
      script: z.string(),
      steps: z.array(z.object({ name: z.string(), needed: z.boolean(), found: z.string() })),
    }),
  }),
  create: setup.on('update', {
    summary: 'Set a server up for deployments; can be run again at any time',
    effect: 'start',
    path: '/servers/{serverId}/setups',
    input: {
      proxy: setupProxy,
      /** Another image of it than the one that is known to work. */
      proxyImage: ImageName.optional(),
    },
    output: Setup,
  }),
  list: setup.on('read', {
    summary: 'List the set-ups of a server, newest first',
    effect: 'read',
    path: '/servers/{serverId}/setups',
    output: z.array(Setup),
  }),
  get: setup.on('read', {
    summary: 'Show one set-up of a server',
    effect: 'read',
    path: '/servers/{serverId}/setups/{setupId}',
    input: { setupId: idOf('setup') },
    output: Setup,
  }),
  cancel: setup.on('update', {
    summary: 'Cancel a running set-up',
    effect: 'act',
    path: '/servers/{serverId}/setups/{setupId}/cancel',
    input: { setupId: idOf('setup') },
    output: Setup,
  }),
  log: setup.on('read', {
    summary: 'Follow the log of a set-up',
    effect: 'stream',
    path: '/servers/{serverId}/setups/{setupId}/log',
    input: {
      setupId: idOf('setup'),
      cursor: z.string().max(64).optional(),
      follow: z.stringbool().or(z.boolean()).default(true),
    },
    output: streamOf(LogBatch),
  }),
};
