import { createHash } from 'node:crypto';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import { inspectImage } from '../../remote/docker/images.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { startJob } from '../../remote/jobs/start.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt } from '../attempt.ts';
import type { PinnedImage } from '../image/pinned-image.ts';
import { environmentLabels, label } from '../runtime/labels.ts';
import type { Examined } from './examine.ts';
import { examiner } from './examiner.ts';
import { folderOnServer, jobOf } from './folder.ts';
import { masked } from './mask.ts';
import type { Bundle, Placement } from './place.ts';
import { getScript } from './scripts.ts';
import { sourceOf } from './source-of.ts';

const getSeconds = 75 * 60;

/**
 * Reads and judges the project as it is now, and lays it down on the server with everything that it needs: images are
 * pulled and built there. Nothing that runs is touched. INVALID_INPUT or CONFLICT where it may not run.
 */
export async function obtainProject(attempt: Attempt, spec: ComposeSpec): Promise<PinnedImage> {
  const examined = await examiner.examine({
    source: sourceOf(spec, attempt.variables),
    placement: await placementOf(attempt),
  });
  refuse(examined, attempt);
  const { bundle } = examined;
  if (!bundle) throw new Error('a sound project has a bundle');
  const digest = `sha256:${createHash('sha256').update(bundle.text).digest('hex')}`;
  await get(attempt, bundle);
  return { pinned: digest, reference: 'docker compose', digest, id: digest, isProject: true };
}

/** Ends what `obtainProject` may have left at work. */
export async function cancelObtaining(attempt: Attempt): Promise<void> {
  if (attempt.step === null) return;
  await attempt.persist(
    'ending what gets the images',
    () => attempt.ssh((connection) => cancelJob(connection, jobOf(attempt.deploymentId, 'get'))),
    attempt.closing,
  );
}

async function placementOf(attempt: Attempt): Promise<Placement> {
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

/** One job writes the release down and gets what is missing; where nothing is, it takes no time. */
async function get(attempt: Attempt, bundle: Bundle): Promise<void> {
  const { deploymentId, ids, projectName } = attempt;
  const id = jobOf(deploymentId, 'get');
  const isMissing = bundle.hasBuild || (await lacksImages(attempt, bundle.images));
  if (isMissing) attempt.enter('pulling', 'Getting images on the server.');
  const [digest = ''] = bundle.content[0]?.path.split('/') ?? [];
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
          digest: { bytes: digest },
          'compose.yaml': { bytes: bundle.text },
          env: { bytes: bundle.env },
          ...(isMissing && { get: { bytes: 'yes' } }),
          ...(bundle.hasBuild && { build: { bytes: 'yes' } }),
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
  const end = await attempt.persist('following what gets the images', () =>
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
    action: 'Getting images by docker compose',
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

async function lacksImages(attempt: Attempt, images: readonly string[]): Promise<boolean> {
  const found = await attempt.persist('looking for the images', () =>
    attempt.docker((client) => Promise.all([...new Set(images)].map((image) => inspectImage(client, image)))),
  );
  return found.includes(null);
}
