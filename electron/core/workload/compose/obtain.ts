import { createHash } from 'node:crypto';
import type { ComposeSource } from '#shared/compose/source.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { startJob } from '../../remote/jobs/start.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt } from '../attempt.ts';
import type { PartImage, PinnedImage } from '../image/pinned-image.ts';
import { environmentLabels, label } from '../runtime/labels.ts';
import type { Examined } from './examine.ts';
import { examiner } from './examiner.ts';
import { folderOnServer, jobOf } from './folder.ts';
import { masked } from './mask.ts';
import { builtPartImages, takePartImages, takePartsAgain } from './part-images.ts';
import type { PartSource } from './part-sources.ts';
import type { Bundle, Placement } from './place.ts';
import { getScript } from './scripts.ts';
import { sourceOf } from './source-of.ts';

const getSeconds = 75 * 60;

/**
 * Reads and judges the project as it is now, gets the image of each of its parts, and lays it down on the server so that
 * each part starts from exactly that image. Nothing that runs is touched. INVALID_INPUT or CONFLICT where it may not run.
 */
export async function obtainProject(attempt: Attempt, spec: ComposeSpec): Promise<PinnedImage> {
  const source = sourceOf(spec, attempt.variables);
  const examined = await examiner.examine({ source });
  refuse(examined, attempt);
  const placement = await placementOf(attempt);
  const place = (parts: readonly PartImage[]) => bundleOf(source, { ...placement, pins: pinsOf(parts) });
  const parts = await imagesOf(attempt, examined.images, place);
  const bundle = await place(parts);
  await layDown(attempt, 'get', bundle);
  const digest = `sha256:${createHash('sha256').update(bundle.text).digest('hex')}`;
  return { pinned: digest, reference: 'docker compose', digest, id: digest, parts };
}

/** Ends what `obtainProject` may have left at work. */
export async function cancelObtaining(attempt: Attempt): Promise<void> {
  if (attempt.step === null) return;
  for (const what of ['build', 'get'] as const)
    await attempt.persist(
      'ending what gets the images',
      () => attempt.ssh((connection) => cancelJob(connection, jobOf(attempt.deploymentId, what))),
      attempt.closing,
    );
}

type Place = (parts: readonly PartImage[]) => Promise<Bundle>;

/** Those of an earlier deployment as they were; else what the files name, pulled or built. */
async function imagesOf(
  attempt: Attempt,
  sources: readonly PartSource[],
  place: Place,
): Promise<readonly PartImage[]> {
  if (attempt.keptParts.length > 0) return takePartsAgain(attempt);
  const taken = await takePartImages(attempt, sources);
  if (sources.every(({ builtBy }) => builtBy === undefined)) return taken;
  attempt.enter('building', 'Building images on the server.');
  await layDown(attempt, 'build', await place(taken));
  return [...taken, ...(await builtPartImages(attempt, sources))];
}

const pinsOf = (parts: readonly PartImage[]): Record<string, string> =>
  Object.fromEntries(parts.map(({ part, pinned }) => [part, pinned]));

async function bundleOf(source: ComposeSource, placement: Placement): Promise<Bundle> {
  const { bundle } = await examiner.examine({ source, placement });
  if (!bundle) throw new Error('a sound project has a bundle');
  return bundle;
}

async function placementOf(attempt: Attempt): Promise<Omit<Placement, 'pins'>> {
  const { ids, network, alias } = attempt;
  const folder = await attempt.persist('finding the folder of the service', () =>
    attempt.ssh((connection) => folderOnServer(connection, ids.service)),
  );
  return {
    folder,
    network,
    alias,
    serviceId: ids.service,
    labels: { ...environmentLabels(ids), [label.service]: ids.service },
  };
}

function refuse({ problems, findings }: Examined, attempt: Attempt): void {
  const accepted = attempt.acceptedFindings();
  const values = attempt.variables.map(({ value }) => value);
  const [problem] = problems;
  if (problem) {
    const said = `${problem.file}, line ${problem.line}: ${problem.path} ${problem.message}`;
    const message = masked(said, values);
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'spec.files', message }] });
  }
  const open = findings.filter(({ id }) => !accepted.has(id));
  if (open.length === 0) return;
  const named = open.map(({ path, what }) => `${path} (${masked(what, values)})`).join(', ');
  const reason = `It asks for what is root on its server, and nobody has accepted it: ${named}.`;
  throw new AppError('CONFLICT', { field: 'spec.files', reason });
}

/** One job writes the release down, and builds what is to be built; where nothing is, it takes no time. */
async function layDown(attempt: Attempt, what: 'build' | 'get', bundle: Bundle): Promise<void> {
  const { deploymentId, ids, projectName } = attempt;
  const id = jobOf(deploymentId, what);
  const digests = new Set(bundle.content.map(({ path }) => path.slice(0, path.indexOf('/'))));
  const content = bundle.content.flatMap(({ path, text }, index) => [
    [`path.${index}`, { bytes: path }] as const,
    [`file.${index}`, { bytes: text }] as const,
  ]);
  await attempt.persist('writing the files of the project', () =>
    attempt.ssh(async (connection) => {
      await startJob(connection, {
        id,
        script: getScript,
        timeoutSeconds: getSeconds,
        files: {
          dir: { bytes: await folderOnServer(connection, ids.service) },
          project: { bytes: projectName },
          release: { bytes: deploymentId },
          digests: { bytes: [...digests].join('\n') },
          'compose.yaml': { bytes: bundle.text },
          env: { bytes: bundle.env },
          ...(what === 'build' && { build: { bytes: 'yes' } }),
          ...Object.fromEntries(content),
        },
      });
    }),
  );
  await follow(attempt, id);
}

const source = 'compose';
const saidLines = 8;

async function follow(attempt: Attempt, id: string): Promise<void> {
  const { log, signal } = attempt;
  let skip = await attempt.linesOf(source);
  let from = 0;
  let words: string[] = [];
  const end = await attempt.persist('following what prepares the project', () =>
    attempt.ssh(async (connection) => {
      for await (const batch of followJobLog(connection, id, { from, signal })) {
        const fresh = batch.lines.slice(skip);
        skip = Math.max(0, skip - batch.lines.length);
        from = batch.offset;
        words = [...words, ...fresh.map((line) => line.slice(0, 500))].slice(-saidLines);
        const at = new Date().toISOString();
        await log.write(fresh.map((text) => ({ at, stream: 'stdout' as const, source, text })));
      }
      return jobStatus(connection, id);
    }),
  );
  attempt.check();
  if (!hasEnded(end)) throw new AppError('BUSY', { by: 'docker compose' });
  await tidy(attempt, id);
  if (end.state === 'exited' && end.exitCode === 0) return;
  throw new AppError('REMOTE_FAILED', {
    server: attempt.serverName,
    action: 'Preparing the project by docker compose',
    exitCode: end.exitCode,
    stderr: words.join('\n'),
  });
}

async function tidy(attempt: Attempt, id: string): Promise<void> {
  try {
    await attempt.ssh((connection) => removeJob(connection, id));
  } catch (error) {
    attempt.log.note('a job of docker compose was left behind', error);
  }
}
