import { randomBytes } from 'node:crypto';
import type { DockerClient } from '../../../remote/docker/client.ts';
import { dockerOver } from '../../../remote/docker/client.ts';
import { type ContainerSummary, listContainers } from '../../../remote/docker/containers.ts';
import { inspectImage } from '../../../remote/docker/images.ts';
import { readJobFile, removeJob } from '../../../remote/jobs/end.ts';
import { followJobLog } from '../../../remote/jobs/log.ts';
import { startJob } from '../../../remote/jobs/start.ts';
import { jobStatus } from '../../../remote/jobs/status.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import { composeLabel } from '../../containers/own-containers.ts';
import type { Examination } from '../examine.ts';
import { examiner } from '../examiner.ts';
import type { PartSource } from '../part-sources.ts';
import type { Bundle } from '../place.ts';
import { hashScript } from './scripts.ts';

/** A project that ran before it was a service's. */
export interface AdoptedProject {
  /** What Compose calls it. */
  readonly project: string;
  /** The folder that its paths are seen from. */
  readonly home: string;
}

const hashSeconds = 30;

/**
 * The parts of a project whose containers are as its files say, by Compose's own mark on them and by their image: they run
 * on where nothing changed. None where the server's Compose does not read the files. `pinned` has the image that a part is
 * to be started from, where that is known. Starts nothing, and leaves nothing.
 */
export async function untouchedParts(
  connection: SshConnection,
  { project, home }: AdoptedProject,
  {
    examination,
    pinned,
  }: {
    readonly examination: Omit<Examination, 'placement'>;
    readonly pinned?: ReadonlyMap<string, string> | undefined;
  },
): Promise<string[]> {
  const docker = dockerOver(connection);
  const { parts, images, problems } = await examiner.examine(examination);
  if (problems.length > 0) return [];
  const bundle = await plainBundle(examination, { home, parts });
  const [hashes, containers] = await Promise.all([
    hashesOf(connection, project, bundle),
    listContainers(docker, { all: true, labels: { [composeLabel.project]: project } }),
  ]);
  const byPart = Map.groupBy(
    containers.filter(({ labels }) => labels[composeLabel.oneOff] !== 'True'),
    ({ labels }) => labels[composeLabel.part] ?? '',
  );
  const same = parts.filter((part) => isAsWritten(byPart.get(part) ?? [], hashes.get(part)));
  const found = await imagesNow(docker, project, { parts: same, images });
  return same.filter((part) => {
    const id = found.get(part);
    const isPinned = pinned === undefined || pinned.get(part) === id;
    return isPinned && (byPart.get(part) ?? []).every(({ imageId }) => imageId === id);
  });
}

/** A project as Compose alone would run it from its own folder. */
export async function plainBundle(
  examination: Omit<Examination, 'placement'>,
  { home, parts }: { readonly home: string; readonly parts: readonly string[] },
): Promise<Bundle> {
  const placement = {
    // nothing of it is laid down beside its own folder
    ...{ folder: home, labels: {}, network: '', alias: '', serviceId: '', pins: {} },
    adopted: { home, untouched: parts },
  };
  const { bundle } = await examiner.examine({ ...examination, placement });
  if (!bundle) throw new Error('a sound project has a bundle');
  return bundle;
}

const isAsWritten = (containers: readonly ContainerSummary[], hash: string | undefined): boolean =>
  containers.length > 0 && containers.every(({ labels }) => labels[composeLabel.hash] === hash);

/** What Compose tells each part by, as it would start it now. */
async function hashesOf(
  connection: SshConnection,
  project: string,
  { text, env }: Bundle,
): Promise<ReadonlyMap<string, string>> {
  const id = `${project.replaceAll('_', '-')}-look-${randomBytes(6).toString('hex')}`;
  try {
    await startJob(connection, {
      id,
      script: hashScript,
      timeoutSeconds: hashSeconds,
      files: { project: { bytes: project }, env: { bytes: env }, 'compose.yaml': { bytes: text } },
    });
    for await (const _ of followJobLog(connection, id));
    const { exitCode } = await jobStatus(connection, id);
    const told = exitCode === 0 ? await readJobFile(connection, id, 'hashes') : null;
    return new Map(
      (told?.toString('utf8') ?? '').split('\n').flatMap((line) => {
        const [, part, hash] = /^(\S+) ([0-9a-f]{64})$/.exec(line) ?? [];
        return part !== undefined && hash !== undefined ? [[part, hash] as const] : [];
      }),
    );
  } finally {
    await removeJob(connection, id);
  }
}

/** Which image the name of each part leads to: Compose starts a part again where that is another one. */
async function imagesNow(
  docker: DockerClient,
  project: string,
  { parts, images }: { readonly parts: readonly string[]; readonly images: readonly PartSource[] },
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    parts.map(async (part) => {
      const name = images.find((each) => each.part === part)?.image ?? `${project}-${part}`;
      return [part, (await inspectImage(docker, name))?.id ?? ''] as const;
    }),
  );
  return new Map(found);
}
