import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Lease } from '../../runs/index.ts';
import { type Desired, keepImage, type PinnedImage, type Version } from '../../workload/index.ts';
import type { DeploymentRun } from './deployment-run.ts';

const versionAttempts = 5;

interface Launch {
  /** What was there when it was looked at. */
  readonly version: Version | null;
  readonly image: PinnedImage;
  readonly lease: Lease;
}

/**
 * Asks for the new version: creates the service or updates it over exactly the version that was seen. What is
 * there already of this deployment is left as it is, so that it can be done again after a crash.
 */
export async function launch(run: DeploymentRun, parts: Launch): Promise<void> {
  let { version } = parts;
  for (let attempt = 1; ; attempt += 1) {
    run.check();
    try {
      if (version?.deploymentId !== run.deploymentId) await start(run, { ...parts, version });
      run.patch({ step: 'verifying', progress: { isLaunched: true } });
      return;
    } catch (error) {
      const isRetried = isAppError(error, 'CONFLICT') && attempt < versionAttempts;
      if (!isRetried && !isAppError(error, 'UNREACHABLE')) throw error;
      if (!isRetried) run.log.say(`Connection lost while starting: ${error.message} Looking again.`);
      version = await currentVersion(run);
    }
  }
}

/** What a start is about to do, for the log. */
export function orderText({ content, type }: DeploymentRun, isFirst: boolean): string {
  const words = type.words.launch;
  const { replicas, order, stopsFirstSince } = content;
  if (words) return `${isFirst ? words.first : order === 'beside' ? words.beside : words.update}.`;
  if (isFirst) return `Starting ${replicas} of the new service.`;
  if (order === 'beside') return `Starting ${replicas} of the new version beside the old one.`;
  const how =
    stopsFirstSince === undefined
      ? 'with the new version started before the old one stops'
      : `with the old version stopped first, since ${stopsFirstSince}`;
  return `Updating ${replicas} ${how}.`;
}

/** What of the service is on the server now, ports aside. */
export function currentVersion(run: DeploymentRun, signal?: AbortSignal): Promise<Version | null> {
  const asked = { serviceId: run.service.id, hasHostPorts: false };
  return run.persist(
    'looking at the service',
    async () => (await run.ssh((connection) => run.type.runtime.plan(connection, asked))).version,
    signal,
  );
}

const start = async (run: DeploymentRun, { version, image, lease }: Launch): Promise<void> => {
  checkFence(version, lease);
  const desired = desiredBy(run, image, lease);
  const { runtime } = run.type;
  await Promise.all([
    run.ssh((connection) =>
      version ? runtime.update(connection, desired, version) : runtime.create(connection, desired),
    ),
    keepImage(run, image),
  ]);
};

/** Refuses to write over what a later holder of the lease wrote. */
const checkFence = (version: Version | null, lease: Lease): void => {
  lease.check();
  if (version && version.fence > lease.fence) {
    throw new AppError('BUSY', { by: 'another Quayside that took over since' });
  }
};

const desiredBy = (run: DeploymentRun, image: PinnedImage, lease: Lease): Desired => {
  const { service, network, alias, projectName: name } = run;
  return {
    deploymentId: run.deploymentId,
    fence: lease.fence,
    ids: service.ids,
    name,
    alias,
    isNamedAnew: run.move !== null,
    slot: 'a',
    routed: run.routed,
    network,
    image: image.pinned,
    // one that has no digest is in no registry
    login: image.digest === image.id ? undefined : run.registryFor(image.reference)?.login,
    variables: run.variables,
    content: run.content,
  };
};
