import * as z from 'zod';
import { deploymentStates } from '../model/deployment.ts';
import { cures } from '../model/errors.ts';
import { Instant, idOf, pageInput, pageOf } from './fields.ts';
import { LogBatch } from './log.ts';
import { resource, streamOf } from './resource.ts';
import { ServiceSpec } from './service-spec.ts';

export const Deployment = z.object({
  id: z.string(),
  serviceId: z.string(),
  organizationId: z.string(),
  /** Counts from 1 within the service. */
  number: z.number().int(),
  state: z.enum(deploymentStates),
  /** Why it failed, was cancelled or superseded: what happened, to what, what to do. */
  reason: z.string().nullable(),
  /** What takes the cause of its failure away, where the product can: a set-up of its server, or a registry. */
  curedBy: z.enum(cures).nullable(),
  serverId: z.string(),
  serverName: z.string(),
  startedBy: z.string(),
  /** The deployment that this one went back to. */
  rollbackOf: z.string().nullable(),
  queuedAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Exactly what ran. */
  imageReference: z.string().nullable(),
  /** `sha256:…` of the registry's manifest, or of the image itself where it was built here. */
  imageDigest: z.string().nullable(),
  imageId: z.string().nullable(),
  /** The same for each part of a compose project; none for any other service. */
  images: z.array(z.object({ part: z.string(), reference: z.string(), digest: z.string(), id: z.string() })),
  commit: z.string().nullable(),
  /** The packed folder that it was built from: SHA-256 and size; null where it was from none. */
  folder: z.object({ digest: z.string(), sizeBytes: z.number() }).nullable(),
  spec: ServiceSpec,
});
export type Deployment = z.infer<typeof Deployment>;

/** One line of the plan; secrets are `•••` on both sides. */
export const PlanChange = z.object({
  field: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

export type PlanChange = z.infer<typeof PlanChange>;

/** What takes a blocker away: another configuration, a set-up of the server, or a connection to it. */
export const planCures = ['configure', 'setup', 'connect', 'proxy'] as const;
export type PlanCure = (typeof planCures)[number];

export const Plan = z.object({
  /** Whether the service runs already. */
  isFirst: z.boolean(),
  changes: z.array(PlanChange),
  /** `start-first` keeps the old version serving; `stop-first` where a host port is held. */
  order: z.enum(['start-first', 'stop-first']),
  /** What will be done, in order, in words. */
  steps: z.array(z.string()),
  /** What is worth knowing before, such as a short outage. */
  warnings: z.array(z.string()),
  /** Refusals; with any of these a deployment cannot start. */
  blockers: z.array(z.string()),
  /** What would take blockers away, as far as the product can do it. */
  cures: z.array(z.enum(planCures)),
  /** When what runs was last seen. */
  seenAt: Instant.nullable(),
  /** Why that is old, in words; null for what was seen now. */
  staleBecause: z.string().nullable(),
});
export type Plan = z.infer<typeof Plan>;

/** Which deployment runs, and what of the saved configuration differs from it. */
export const Running = z.object({
  /** Null where nothing runs; `isWayBack` where it went back to an earlier one. */
  deployment: z.object({ id: z.string(), number: z.number().int(), isWayBack: z.boolean() }).nullable(),
  /** Field by field: `from` runs, `to` is saved, and would run after the next deployment. */
  changes: z.array(PlanChange),
});
export type Running = z.infer<typeof Running>;

/** A deployment where those of several services stand together. */
export const PlacedDeployment = Deployment.extend({ serviceName: z.string(), environmentName: z.string() });
export type PlacedDeployment = z.infer<typeof PlacedDeployment>;

const deployment = resource('deployment', { parent: 'service' });
const ofProject = resource('deployment', { parent: 'project' });
const ofEnvironment = resource('deployment', { parent: 'environment' });

export const deploymentContract = {
  list: deployment.under('read', {
    summary: 'List the deployments of a service, newest first',
    effect: 'read',
    input: pageInput,
    output: pageOf(Deployment),
  }),
  inProject: ofProject.under('read', {
    summary: 'List the deployments of all services of a project, newest first',
    effect: 'read',
    filtered: true,
    input: pageInput,
    output: pageOf(PlacedDeployment),
  }),
  inEnvironment: ofEnvironment.under('read', {
    summary: 'List the deployments of all services of an environment, newest first',
    effect: 'read',
    filtered: true,
    input: pageInput,
    output: pageOf(PlacedDeployment),
  }),
  plan: deployment.under('read', {
    summary: 'Show what a deployment would change, without changing it',
    effect: 'read',
    path: 'plan',
    input: { rollbackTo: idOf('deployment').optional() },
    output: Plan,
  }),
  preview: deployment.under('create', {
    summary: 'Show what deploying a configuration would change that is not saved yet',
    effect: 'read',
    method: 'POST',
    path: 'preview',
    input: { spec: ServiceSpec, serverId: idOf('server', 'server.read').optional() },
    output: Plan,
  }),
  running: deployment.under('read', {
    summary: 'Say which deployment runs, and where the saved configuration differs from it',
    effect: 'read',
    path: 'running',
    output: Running,
  }),
  create: deployment.under('create', {
    summary: 'Deploy a service as it is configured',
    effect: 'start',
    output: Deployment,
  }),
  get: deployment.on('read', { summary: 'Show a deployment', effect: 'read', output: Deployment }),
  rollback: deployment.on('rollback', {
    summary: 'Deploy exactly what this deployment ran, again',
    effect: 'start',
    path: 'rollback',
    output: Deployment,
  }),
  cancel: deployment.on('cancel', {
    summary: 'Cancel a deployment wherever it is; the old version keeps running',
    effect: 'act',
    path: 'cancel',
    output: Deployment,
  }),
  log: deployment.on('read', {
    summary: 'Follow the log of a deployment from its beginning or from a cursor',
    effect: 'stream',
    path: 'log',
    input: { cursor: z.string().max(64).optional(), follow: z.stringbool().or(z.boolean()).default(true) },
    output: streamOf(LogBatch),
  }),
};
