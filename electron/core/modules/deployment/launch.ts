import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { DockerClient } from '../../remote/docker/client.ts';
import { ensureNetwork } from '../../remote/docker/networks.ts';
import { createService, type SwarmService, updateService } from '../../remote/docker/services.ts';
import type { Lease } from '../../runs/index.ts';
import {
  aliasOf,
  desiredService,
  label,
  networkNameOf,
  orderOf,
  probeServer,
  serviceNameOf,
} from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { keepImage, type PinnedImage } from './obtain-image.ts';

const versionAttempts = 5;

/** The environment's own network; made at the first deployment into it. */
const environmentNetwork = (run: DeploymentRun, docker: DockerClient): Promise<{ id: string }> => {
  const { ids, names } = run.service;
  return ensureNetwork(docker, {
    name: networkNameOf(names, ids.environment),
    labels: {
      [label.organization]: ids.organization,
      [label.project]: ids.project,
      [label.environment]: ids.environment,
    },
  });
};

/** Refuses to write over what a later holder of the lease wrote. */
const checkFence = (service: SwarmService | null, lease: Lease): void => {
  lease.check();
  const theirs = Number(service?.labels[label.fence]) || 0;
  if (theirs > lease.fence) throw new AppError('BUSY', { by: 'another Quayside that took over since' });
};

const apply = async (
  run: DeploymentRun,
  docker: DockerClient,
  parts: { service: SwarmService | null; networkId: string; image: PinnedImage; lease: Lease },
): Promise<string> => {
  const { service, image, lease } = parts;
  checkFence(service, lease);
  const { names, ids, id, siblings } = run.service;
  const wanted = desiredService({
    name: service?.name ?? serviceNameOf(names, id),
    alias: aliasOf({ id, name: names.service }, siblings),
    ids,
    deploymentId: run.id,
    fence: lease.fence,
    image: image.pinned,
    networkId: parts.networkId,
    spec: run.spec,
    variables: run.variables,
  });
  if (!service) return (await createService(docker, wanted)).id;
  await updateService(docker, service.id, service.version, {
    ...wanted,
    forceUpdate: service.forceUpdate,
  });
  return service.id;
};

/** What a start is about to do, for the log. */
export const orderText = (spec: ServiceSpec, isFirst: boolean): string => {
  if (isFirst) return `Starting ${spec.replicas} of the new service.`;
  const how =
    orderOf(spec) === 'start-first'
      ? 'with the new version started before the old one stops'
      : 'with the old version stopped first, since it holds a port of the server';
  return `Updating ${spec.replicas} ${how}.`;
};

/**
 * Asks Swarm for the new version: creates the service or updates it over exactly the version that was seen.
 * What is there already of this deployment is left as it is, so that it can be done again after a crash.
 */
export const launch = async (
  run: DeploymentRun,
  parts: { service: SwarmService | null; networkId: string | undefined; image: PinnedImage; lease: Lease },
): Promise<void> => {
  let service = parts.service;
  for (let attempt = 1; ; attempt += 1) {
    run.check();
    const isThere = service?.labels[label.deployment] === run.id;
    try {
      const swarmId = isThere && service ? service.id : await start(run, { ...parts, service });
      run.patch({ step: 'verifying', progress: { swarmId } });
      return;
    } catch (error) {
      const isRetried = isAppError(error, 'CONFLICT') && attempt < versionAttempts;
      if (!isRetried && !isAppError(error, 'UNREACHABLE')) throw error;
      if (!isRetried) run.log.say(`Connection lost while starting: ${error.message} Looking again.`);
      service = await currentService(run);
    }
  }
};

const start = (run: DeploymentRun, parts: Parameters<typeof launch>[1]): Promise<string> =>
  run.docker(async (docker) => {
    const networkId = parts.networkId ?? (await environmentNetwork(run, docker)).id;
    const [swarmId] = await Promise.all([
      apply(run, docker, { ...parts, networkId }),
      keepImage(run, parts.image),
    ]);
    return swarmId;
  });

const currentService = (run: DeploymentRun): Promise<SwarmService | null> =>
  run.persist('looking at the service', async () => {
    const noPorts = { ...run.spec, ports: [] };
    return (await run.docker((docker) => probeServer(docker, run.service.id, noPorts, async () => [])))
      .service;
  });
