import * as z from 'zod';
import { deploymentStates } from '../model/deployment.ts';
import { environmentDeploymentStates, onFailures, orderedStates } from '../model/environment-deployment.ts';
import { PlanChange } from './deployment.ts';
import { Instant, idOf, pageInput, pageOf } from './fields.ts';
import { LogBatch } from './log.ts';
import { resource, streamOf } from './resource.ts';

/** One service in the plan of an environment. */
export const PlannedService = z.object({
  /** From 1: it begins when all services of the levels before it are healthy. */
  level: z.number().int(),
  serviceId: z.string(),
  name: z.string(),
  action: z.enum(['deploy', 'up-to-date', 'blocked']),
  /** Why, in words; for a blocked one what has to be mended first. */
  reasons: z.array(z.string()),
  changes: z.array(PlanChange),
  warnings: z.array(z.string()),
  /** The services of its environment that it waits for. */
  dependsOn: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type PlannedService = z.infer<typeof PlannedService>;

/** One service in a deployment of its environment. */
export const OrderedService = z.object({
  level: z.number().int(),
  serviceId: z.string(),
  name: z.string(),
  state: z.enum(orderedStates),
  /** Why it failed or was cancelled; null where all is well. */
  reason: z.string().nullable(),
  /** The deployment by which it was changed last; null where none was, or the service is elsewhere by now. */
  deployment: z
    .object({ id: z.string(), number: z.number().int(), state: z.enum(deploymentStates) })
    .nullable(),
});
export type OrderedService = z.infer<typeof OrderedService>;

export const EnvironmentDeployment = z.object({
  id: z.string(),
  environmentId: z.string(),
  organizationId: z.string(),
  /** Counts from 1 within the environment. */
  number: z.number().int(),
  state: z.enum(environmentDeploymentStates),
  /** Why it failed, was cancelled or superseded: what happened, to what, what to do. */
  reason: z.string().nullable(),
  /** Whether what runs unchanged is deployed too. */
  redeploy: z.boolean(),
  onFailure: z.enum(onFailures),
  /** The one whose services it takes back to what they ran before. */
  rollbackOf: z.string().nullable(),
  startedBy: z.string(),
  queuedAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** In the order in which they are deployed. */
  services: z.array(OrderedService),
});
export type EnvironmentDeployment = z.infer<typeof EnvironmentDeployment>;

const inEnvironment = resource('deployment', { parent: 'environment', node: 'environmentDeployment' });

const Redeploy = z.stringbool().or(z.boolean()).default(false);
const chosen = z.array(idOf('service')).min(1).max(200).optional();

/** What a whole environment can be asked for; a part of its contract. */
export const inOrder = {
  plan: inEnvironment.under('read', {
    summary: 'Show in which order the services of an environment would be deployed, and which of them',
    effect: 'read',
    method: 'POST',
    path: '/environments/{environmentId}/plan',
    input: { redeploy: Redeploy, serviceIds: chosen },
    output: z.array(PlannedService),
  }),
  deploy: inEnvironment.under('create', {
    summary: 'Deploy the services of an environment in the order in which they wait for each other',
    effect: 'start',
    input: { redeploy: Redeploy, serviceIds: chosen, onFailure: z.enum(onFailures).default('keep') },
    output: EnvironmentDeployment,
  }),
};

export const environmentDeploymentContract = {
  list: inEnvironment.under('read', {
    summary: 'List the deployments of an environment as a whole, newest first',
    effect: 'read',
    input: pageInput,
    output: pageOf(EnvironmentDeployment),
  }),
  get: inEnvironment.on('read', {
    summary: 'Show a deployment of an environment with each of its services',
    effect: 'read',
    output: EnvironmentDeployment,
  }),
  cancel: inEnvironment.on('cancel', {
    summary: 'Cancel a deployment of an environment; what is done of it stays',
    effect: 'act',
    path: 'cancel',
    output: EnvironmentDeployment,
  }),
  rollback: inEnvironment.on('rollback', {
    summary: 'Take all that a deployment of an environment changed back to what ran before, last first',
    effect: 'start',
    path: 'rollback',
    output: EnvironmentDeployment,
  }),
  log: inEnvironment.on('read', {
    summary: 'Follow the log of a deployment of an environment from its beginning or from a cursor',
    effect: 'stream',
    path: 'log',
    input: { cursor: z.string().max(64).optional(), follow: z.stringbool().or(z.boolean()).default(true) },
    output: streamOf(LogBatch),
  }),
};
