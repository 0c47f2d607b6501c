import * as z from 'zod';
import { nodeStates } from '../model/nodes.ts';
import { serviceTypeNames } from '../model/service-types.ts';
import { GitUrl } from './application-spec.ts';
import { ComposeImport, ImportedProject, mostProjects } from './compose-import.ts';
import { Composition } from './composition.ts';
import { Deployment } from './deployment.ts';
import { Ejection, ejectionInput } from './ejection.ts';
import { Description, Instant, idOf, Name, TypedName } from './fields.ts';
import { RepositoryPath } from './git-provider.ts';
import { LogBatch, logInput } from './log.ts';
import { MovePlan, moveInput } from './move.ts';
import { Deletion } from './organization.ts';
import { resource, streamOf } from './resource.ts';
import { ServiceSpec } from './service-spec.ts';
import { StoredName, Volume } from './volume.ts';

export const Service = z.object({
  id: z.string(),
  environmentId: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  type: z.enum(serviceTypeNames),
  serverId: z.string().nullable(),
  /** Null until it is configured. */
  spec: ServiceSpec.nullable(),
  /** Grows with every change of the configuration; sent back to detect a clash. */
  version: z.number().int(),
  state: z.enum(nodeStates),
  /** Public half of the deploy key, to be added to the repository. */
  deployKey: z.string().nullable(),
  /** The organization's SSH key that it is, where it is none of its own. */
  deployKeyId: z.string().nullable(),
  /** The git provider that its source is fetched by; null for none, or where another address was saved since. */
  gitProviderId: z.string().nullable(),
  /** The deployment that runs now. */
  currentDeploymentId: z.string().nullable(),
  createdAt: Instant,
});
export type Service = z.infer<typeof Service>;

/** A service that moved, or is being moved by a deployment: null where nothing of it runs. */
export const MovedService = Service.extend({ deployment: Deployment.nullable() });
export type MovedService = z.infer<typeof MovedService>;

/** One way to reach what runs of a service. */
export const ServiceAddress = z.object({
  /** `server`: a port that the server itself holds; `environment`: for the services beside it only. */
  reach: z.enum(['server', 'environment']),
  /** Null where it is the server's, and the caller may not see that. */
  host: z.string().nullable(),
  /** Null where the service says of no port that it listens there. */
  port: z.number().int().nullable(),
  protocol: z.enum(['tcp', 'udp']),
  containerPort: z.number().int().nullable(),
  /** A link, where a web server listens: its health check asks it so, or its port is one by convention. */
  url: z.string().nullable(),
  /** Why it may lead nowhere, such as a private address or a jump host. */
  caution: z.string().nullable(),
});
export type ServiceAddress = z.infer<typeof ServiceAddress>;

/** A service with where the deployment that runs now is reached; nowhere before the first one. */
export const ServiceDetail = Service.extend({
  addresses: z.array(ServiceAddress),
  /** The services of its environment that have to run before it, of those that the caller may see. */
  dependsOn: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ServiceDetail = z.infer<typeof ServiceDetail>;

/** One replica as Docker tells it. */
export const Task = z.object({
  id: z.string(),
  containerId: z.string().nullable(),
  slot: z.number(),
  /** The part of a compose service that it is. */
  part: z.string().optional(),
  state: z.string(),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  image: z.string(),
  error: z.string().nullable(),
  exitCode: z.number().nullable(),
  at: Instant,
});

export type Task = z.infer<typeof Task>;

/** What runs, as last seen; stale where what is known of its server is. */
export const Runtime = z.object({
  state: z.enum(nodeStates),
  desiredReplicas: z.number(),
  healthyReplicas: z.number(),
  tasks: z.array(Task),
  seenAt: Instant.nullable(),
  isStale: z.boolean(),
  /** Why it is stale, in words; null for what is fresh. */
  staleBecause: z.string().nullable(),
});
export type Runtime = z.infer<typeof Runtime>;

/** As a composition tells it. */
const FindingId = z.string().regex(/^[0-9a-f]{32}$/, 'must be the id of a finding');

const service = resource('service', { parent: 'environment' });
const logs = resource('logs', { parent: 'service' });
const lifecycle = resource('deployment', { parent: 'service' });

export const serviceContract = {
  list: service.under('read', {
    summary: 'List the services of an environment',
    effect: 'read',
    filtered: true,
    output: z.array(Service),
  }),
  create: service.under('create', {
    summary: 'Create a service; nothing is deployed',
    effect: 'start',
    input: {
      name: Name,
      description: Description.optional(),
      serverId: idOf('server', 'server.read').optional(),
      /** What it is, for good; where absent, that of `spec`, or an application. */
      type: z.enum(serviceTypeNames).optional(),
      spec: ServiceSpec.optional(),
    },
    output: Service,
  }),
  import: service.under('create', {
    summary: 'Create a service of each compose project, or none at all; nothing is deployed',
    effect: 'change',
    path: 'import',
    input: {
      serverId: idOf('server', 'server.read').optional(),
      projects: z.array(ImportedProject).min(1).max(mostProjects),
      /** Says the same of each, and makes nothing. */
      preview: z.boolean().default(false),
    },
    output: ComposeImport,
  }),
  get: service.on('read', {
    summary: 'Show a service and where it is reached',
    effect: 'read',
    output: ServiceDetail,
  }),
  update: service.on('update', {
    summary: 'Rename or describe a service',
    effect: 'change',
    method: 'PATCH',
    input: { name: Name.optional(), description: Description.optional() },
    output: Service,
  }),
  configure: service.on('update', {
    summary: 'Set what a service runs, for its type; takes effect with the next deployment',
    effect: 'change',
    method: 'PUT',
    path: 'spec',
    input: {
      spec: ServiceSpec,
      serverId: idOf('server', 'server.read').optional(),
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: Service,
  }),
  adopt: service.on('update', {
    summary: 'Save what runs as the configuration, with its variables',
    effect: 'change',
    path: 'adopt',
    input: {
      /** The number of the deployment that was seen to run; another one is a CONFLICT. */
      number: z.number().int().optional(),
      /** Version the decision was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: Service,
  }),
  setDeployKey: service.on('update', {
    summary: 'Make a new deploy key, store one of yours, or use an SSH key; answers with its public half',
    effect: 'change',
    method: 'PUT',
    path: 'deploy-key',
    input: {
      privateKey: z.string().max(16_384).optional(),
      /** Of the organization, instead of one of its own. */
      sshKeyId: idOf('sshKey', 'sshKey.read').optional(),
    },
    output: Service,
  }),
  addDeployKey: service.on('update', {
    summary: 'Let the deploy key of a service read a repository; makes the key where there is none',
    effect: 'act',
    path: 'deploy-key/repository',
    input: { gitProviderId: idOf('gitProvider', 'gitProvider.read'), repository: RepositoryPath },
    output: Service,
  }),
  setGitProvider: service.on('update', {
    summary: 'Fetch one address of a service’s source by a git provider, or by none',
    effect: 'change',
    method: 'PUT',
    path: 'fetched-by',
    input: {
      gitProviderId: idOf('gitProvider', 'gitProvider.read').nullable(),
      /** That is about to be saved; the one that is saved where it is absent. */
      repositoryUrl: GitUrl.optional(),
    },
    output: Service,
  }),
  planMove: service.on('update', {
    summary: 'Show what moving a service to another environment or server would do, without doing it',
    effect: 'read',
    path: 'move-plan',
    input: moveInput,
    output: MovePlan,
  }),
  setDependencies: service.on('update', {
    summary: 'Say which services of its environment have to run before a service',
    effect: 'change',
    method: 'PUT',
    path: 'dependencies',
    input: {
      /** All of them; those that it has where it is absent. */
      dependsOn: z.array(idOf('service')).max(50).optional(),
      /** More of them and fewer, whatever somebody else says meanwhile. */
      add: z.array(idOf('service')).max(50).default([]),
      remove: z.array(idOf('service')).max(50).default([]),
    },
    output: ServiceDetail,
  }),
  move: service.on('update', {
    summary:
      'Move a service to another environment or server; what runs is started there before it ends here, by a deployment',
    effect: 'start',
    path: 'move',
    input: moveInput,
    output: MovedService,
  }),
  duplicate: service.on('read', {
    summary: 'Copy a service with its plain values; nothing is deployed',
    effect: 'start',
    path: 'duplicate',
    input: { name: Name, environmentId: idOf('environment', 'service.create') },
    output: Service,
  }),
  eject: service.on('read', {
    summary: 'Write a folder by which Docker Compose runs a service without Quayside',
    effect: 'change',
    path: 'eject',
    input: ejectionInput,
    output: Ejection,
  }),
  composition: service.on('read', {
    summary: 'Show the final file of a compose service, what is wrong in it and what asks for root',
    effect: 'read',
    path: 'composition',
    output: Composition,
  }),
  compose: service.on('update', {
    summary: 'Show the same of compose files that are not saved yet',
    effect: 'read',
    method: 'POST',
    path: 'composition',
    input: { spec: ServiceSpec },
    output: Composition,
  }),
  acceptFinding: service.on('update', {
    summary: 'Accept one thing of a compose service that asks for root on its server',
    effect: 'change',
    path: 'accepted-findings',
    input: {
      serverId: idOf('server', 'docker.manage'),
      finding: FindingId,
      reason: z.string().trim().min(3).max(500),
    },
    output: Composition,
  }),
  rejectFinding: service.on('update', {
    summary: 'Take such an acceptance back; it is refused at the next deployment',
    effect: 'change',
    path: 'rejected-findings',
    input: { finding: FindingId },
    output: Composition,
  }),
  deletion: service.on('delete', {
    summary: 'List what deleting a service takes with it',
    effect: 'read',
    path: 'deletion',
    output: Deletion.extend({
      /** The volumes and folders of its own that stay on its server unless they are named; null where the server does not tell in time. */
      volumes: z.array(Volume.pick({ name: true, sizeBytes: true })).nullable(),
    }),
  }),
  delete: service.on('delete', {
    summary: 'Delete a service and remove what it made on its server',
    effect: 'act',
    method: 'DELETE',
    input: {
      typedName: TypedName.optional(),
      /** The volumes that go with it, which takes `volume.delete`; what is in them is lost. */
      volumes: z.array(StoredName).max(100).default([]),
    },
    /** `orphaned` says what stays on a server that could not be reached. */
    output: z.object({ orphaned: z.array(z.string()) }),
  }),
  runtime: service.on('read', {
    summary: 'Show what runs of a service, replica by replica',
    effect: 'read',
    path: 'runtime',
    output: Runtime,
  }),
  start: lifecycle.under('create', {
    summary: 'Start a stopped service with its configured replicas',
    effect: 'act',
    path: '/services/{serviceId}/start',
    output: Runtime,
  }),
  stop: lifecycle.under('create', {
    summary: 'Stop a service; its configuration and history stay',
    effect: 'act',
    path: '/services/{serviceId}/stop',
    output: Runtime,
  }),
  restart: lifecycle.under('create', {
    summary:
      'Restart every replica, new ones first where no host port is held; behind a proxy by a deployment that loses no request',
    effect: 'act',
    path: '/services/{serviceId}/restart',
    output: Runtime,
  }),
  scale: service.on('update', {
    summary:
      'Set the number of replicas now and for later deployments; fewer behind a proxy by a deployment that loses no request',
    effect: 'act',
    path: 'scale',
    input: { replicas: z.number().int().min(0).max(100) },
    output: Runtime,
  }),
  logs: logs.under('read', {
    summary: 'Follow the output of all replicas',
    effect: 'stream',
    path: '/services/{serviceId}/logs',
    input: logInput,
    output: streamOf(LogBatch),
  }),
};
