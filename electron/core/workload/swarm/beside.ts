import * as z from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { type DockerClient, dockerOver } from '../../remote/docker/client.ts';
import { overNewest } from '../../remote/docker/over-newest.ts';
import { inspectService, removeService, type SwarmService, writeSpec } from '../../remote/docker/services.ts';
import type { Desired } from '../desired/desired.ts';
import { otherSlot, type Slot } from '../proxy/routes.ts';
import { label } from '../runtime/labels.ts';
import type { Behind, Runtime } from '../runtime/runtime.ts';
import { findRelease, mainOf, servicesOf, tasksOf } from './find-service.ts';

/**
 * Versions beside each other. Swarm's own update ends an old task as soon as its successor runs, whatever it is in the
 * middle of. Behind a proxy the new version is therefore a second service of Swarm's, the candidate: it takes the other
 * place, is proved there, and gets the visitors; only when nobody asks the old one any more is that removed, and the
 * candidate's label with it. Until then the old version was never touched, so that a way back is no more than removing
 * the candidate.
 */
export const behindOf = ({ labels, spec }: Pick<SwarmService, 'labels' | 'spec'>): Behind => ({
  slot: slotSchema.safeParse(labels[label.slot]).data,
  networks: networksSchema.parse(spec).TaskTemplate.Networks?.map(({ Target }) => Target) ?? [],
});

const slotSchema = z.enum(['a', 'b']);
const networksSchema = z.object({
  TaskTemplate: z.object({ Networks: z.array(z.object({ Target: z.string() })).nullish() }),
});

/** Where the successor of a version goes; one from before there were places has none that could be met. */
export const nextSlot = ({ slot }: Behind): Slot => (slot === undefined ? 'b' : otherSlot(slot));

const second = '-b';
const longestName = 63;

/** The name of a version beside another one; both have to differ. */
export const nameBeside = (over: string, desired: Pick<Desired, 'name' | 'isNamedAnew'>): string =>
  desired.isNamedAnew && desired.name !== over ? desired.name : nextName(over);

/** The name of its successor on the server: the service's own, or that with two letters more. */
const nextName = (name: string): string =>
  name.endsWith(second)
    ? name.slice(0, -second.length)
    : `${name.slice(0, longestName - second.length)}${second}`;

/** Answers whether the candidate of this deployment is there, and removes what is left of others, old versions included. */
export async function prepareCandidate(
  docker: DockerClient,
  { serviceId, deploymentId }: { readonly serviceId: string; readonly deploymentId: string },
): Promise<{ readonly isThere: boolean }> {
  const services = await servicesOf(docker, serviceId);
  const serving = mainOf(services);
  const isOurs = ({ labels }: SwarmService): boolean => labels[label.deployment] === deploymentId;
  const others = services.filter(({ id }) => id !== serving?.id);
  for (const old of others) if (!isOurs(old)) await removeService(docker, old.id);
  return { isThere: others.some(isOurs) };
}

export const behind: Runtime['behind'] = async (connection, release) => {
  const service = await findRelease(dockerOver(connection), release);
  if (service) return behindOf(service);
  throw new AppError('CONFLICT', {
    field: '',
    reason: 'the new version was removed from the server by somebody else',
  });
};

export const addressesOf: Runtime['addresses'] = async (connection, { serviceId, deploymentId }, whose) => {
  const docker = dockerOver(connection);
  const services = await servicesOf(docker, serviceId);
  const asked = services.filter(
    ({ labels }) => (labels[label.deployment] === deploymentId) === (whose === 'own'),
  );
  const tasks = await Promise.all(asked.map(({ id }) => tasksOf(docker, id)));
  return tasks
    .flatMap((each) => each ?? [])
    .filter(({ state }) => state === 'running')
    .flatMap(({ addresses }) => addresses);
};

/** Makes the candidate the service, and only then removes the old one: there is one that serves at every moment. */
export const retire: Runtime['retire'] = async (connection, release) => {
  const docker = dockerOver(connection);
  const own = await findRelease(docker, release);
  if (!own) return;
  await overNewest(() => promote(docker, own.id));
  for (const { id } of await servicesOf(docker, release.serviceId)) {
    if (id !== own.id) await removeService(docker, id);
  }
};

/** Labels of a service are no part of its tasks, which therefore go on. */
async function promote(docker: DockerClient, swarmId: string): Promise<void> {
  const service = await inspectService(docker, swarmId);
  if (service?.labels[label.candidate] === undefined) return;
  const { [label.candidate]: _, ...labels } = service.labels;
  await writeSpec(docker, service.id, service.version, { ...service.spec, Labels: labels });
}
