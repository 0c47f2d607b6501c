import type { GitRef, ServiceSource } from '#shared/contract/application-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type GitBuildResult, readGitBuildResult, startGitBuild } from '../../remote/git/build.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt } from '../attempt.ts';
import { pathLabels } from '../runtime/labels.ts';
import type { BuildLog } from './build-log.ts';
import { keptRepositoryOf, keptTagOf } from './kept-name.ts';

export type GitSource = Extract<ServiceSource, { type: 'git' }>;

const jobSeconds = 75 * 60;
const logBytes = 64 * 1024 * 1024;
/** Exit code of the build script for a git server whose key is not the known one. */
const hostKeyChanged = 28;

/** Starts the build as a job that outlives this app; one that is there already goes on. */
export async function startBuild(run: Attempt, source: GitSource): Promise<void> {
  const httpAuth = (await run.gitLogin(source.url)) ?? undefined;
  await run.persist('starting the build', () =>
    run.ssh((connection) =>
      startGitBuild(connection, {
        jobId: jobIdOf(run),
        url: source.url,
        ref: refOf(source.ref),
        submodules: source.submodules,
        httpAuth,
        deployKeys: run.deployKeys(),
        knownHosts: run.knownHosts(source.url),
        directory: source.directory || undefined,
        dockerfile: source.dockerfile,
        target: source.target,
        labels: pathLabels(run.ids),
        tag: builtReferenceOf(run),
        timeoutSeconds: jobSeconds,
        logLimitBytes: logBytes,
      }),
    ),
  );
}

/** What the built image is called on its server. */
export function builtReferenceOf(run: Attempt): string {
  return `${keptRepositoryOf(run.ids.service)}:${keptTagOf(run.number)}`;
}

/** Follows the job to its end, over as many connections as it takes; returns early where the signal says so. */
export async function followBuild(run: Attempt, log: BuildLog, signal: AbortSignal): Promise<void> {
  let from = 0;
  const followOnce = (): Promise<void> =>
    run.ssh(async (connection) => {
      while (!signal.aborted) {
        for await (const batch of followJobLog(connection, jobIdOf(run), { from, signal })) {
          await log.take(batch.lines);
          from = batch.offset;
        }
        if (hasEnded(await jobStatus(connection, jobIdOf(run)))) return;
      }
    });
  await run.persist('following the build', followOnce, signal);
}

/** Whether the server lost the job, as by a restart. */
export function isBuildLost(run: Attempt): Promise<boolean> {
  return run.persist('asking for the build', () =>
    run.ssh(async (connection) => (await jobStatus(connection, jobIdOf(run))).state === 'lost'),
  );
}

/** Rejects with what failed, the last lines of the log, and what to do. */
export async function readBuildResult(run: Attempt, log: BuildLog): Promise<GitBuildResult> {
  try {
    return await run.persist('reading the result of the build', () =>
      run.ssh((connection) => readGitBuildResult(connection, jobIdOf(run))),
    );
  } catch (error) {
    throw withLastWords(error, log);
  }
}

/** Removes the job's folder, and what still runs of it. */
export async function removeBuild(run: Attempt): Promise<void> {
  await run.persist('removing the lost build', () =>
    run.ssh((connection) => removeJob(connection, jobIdOf(run))),
  );
}

/** Removes the job's folder where that can be done now; else it is only some disk space. */
export async function tidyBuild(run: Attempt): Promise<void> {
  try {
    await run.ssh((connection) => removeJob(connection, jobIdOf(run)));
  } catch (error) {
    run.log.note('a build job was left behind', error);
  }
}

/** Ends the deployment's build where one may be there; returns when nothing of it runs any more. */
export async function cancelBuild(run: Attempt): Promise<void> {
  if (run.kept !== null || run.step === null) return;
  await run.persist(
    'cancelling the build',
    () => run.ssh((connection) => cancelJob(connection, jobIdOf(run))),
    run.closing,
  );
  await tidyBuild(run);
}

/** The deployment's job on its server; the same at each attempt, so that it is started once. */
function jobIdOf(run: Attempt): string {
  return run.deploymentId.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function refOf(ref: GitRef) {
  return ref.type === 'commit'
    ? ({ kind: 'commit', name: ref.hash } as const)
    : ({ kind: ref.type, name: ref.name } as const);
}

function withLastWords(error: unknown, log: BuildLog): unknown {
  if (!isAppError(error, 'REMOTE_FAILED')) return error;
  const { data } = error;
  const said = [data.stderr, ...(log.lastWords.length > 0 ? ['Last lines:', ...log.lastWords] : [])];
  const cure =
    data.exitCode === hostKeyChanged
      ? 'It is not the key of the first build. If that is expected, write the address in another form (such as ssh://git@host:22/path) to trust the new one.'
      : data.cure;
  const told = { ...data, cure, stderr: said.filter(Boolean).join('\n') };
  return new AppError('REMOTE_FAILED', told, { cause: error });
}
