import type { GitRef, ServiceSource } from '#shared/contract/application-spec.ts';
import type { Builder } from '#shared/contract/builder.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { RegistryLogin } from '../../remote/docker/images.ts';
import {
  type GitBuild,
  type GitBuildResult,
  readGitBuildResult,
  startGitBuild,
} from '../../remote/git/build.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt, BuildServer, SentSource } from '../attempt.ts';
import { pathLabels } from '../runtime/labels.ts';
import type { BuildLog } from './build-log.ts';
import { buildValues } from './build-values.ts';
import { keptRepositoryOf, keptTagOf } from './kept-name.ts';
import { siteDockerfile } from './site/site-dockerfile.ts';

export type GitSource = Extract<ServiceSource, { type: 'git' }>;
/** What is built on a server. */
export type BuiltSource = Exclude<ServiceSource, { type: 'image' }>;

const jobSeconds = 75 * 60;
const logBytes = 64 * 1024 * 1024;
/** Exit code of the build script for a git server whose key is not the known one. */
const hostKeyChanged = 28;

/** The server that builds the image of a deployment: one that its configuration names, or the one that it runs on. */
export function builderOf(run: Attempt): BuildServer {
  return run.buildServer() ?? run;
}

/** Starts the build as a job that outlives this app; one that is there already goes on. */
export async function startBuild(run: Attempt, source: BuiltSource): Promise<void> {
  const origin = source.type === 'git' ? await gitOrigin(run, source) : { archive: requireFolder(run) };
  const logins = loginsFor(run, source.builder);
  const builder = builderOf(run);
  await builder.persist('starting the build', () =>
    builder.ssh((connection) =>
      startGitBuild(connection, {
        jobId: jobIdOf(run),
        ...origin,
        directory: source.directory || undefined,
        dockerfile: source.dockerfile,
        target: source.target,
        generated: generatedFor(source.builder),
        ...buildValues(source.builder, run.variables),
        logins,
        labels: pathLabels(run.ids),
        tag: builtReferenceOf(run),
        timeoutSeconds: jobSeconds,
        logLimitBytes: logBytes,
        signal: run.signal,
      }),
    ),
  );
}

async function gitOrigin(run: Attempt, { url, ref, submodules }: GitSource) {
  const httpAuth = (await run.gitLogin(url)) ?? undefined;
  return {
    url,
    ref: refOf(ref),
    submodules,
    httpAuth,
    deployKeys: run.deployKeys(),
    knownHosts: run.knownHosts(url),
  };
}

function requireFolder({ sentFolder }: Attempt): SentSource {
  if (sentFolder) return sentFolder;
  throw new AppError('CONFLICT', { field: 'spec.source', reason: 'no folder was sent for this deployment' });
}

/** What is built by a Dockerfile of ours; undefined where it is by the source's own. */
function generatedFor(builder: Builder | undefined): GitBuild['generated'] {
  if (builder?.type !== 'static') return undefined;
  return {
    dockerfile: siteDockerfile(builder),
    requiredFile: builder.singlePage ? 'index.html' : undefined,
  };
}

/** Only we know what a Dockerfile of ours begins with; what another one does is told by nobody before it is built. */
function loginsFor(run: Attempt, builder: Builder | undefined): readonly RegistryLogin[] {
  if (builder?.type !== 'static') return run.registryLogins();
  const registry = run.registryFor(builder.image);
  return registry ? [registry.login] : [];
}

/** What the built image is called on the server that built it, and on the one that it runs on. */
export function builtReferenceOf(run: Attempt): string {
  return `${keptRepositoryOf(run.ids.service)}:${keptTagOf(run.number)}`;
}

/** Follows the job to its end, over as many connections as it takes; returns early where the signal says so. */
export async function followBuild(run: Attempt, log: BuildLog, signal: AbortSignal): Promise<void> {
  let from = 0;
  const builder = builderOf(run);
  const followOnce = (): Promise<void> =>
    builder.ssh(async (connection) => {
      while (!signal.aborted) {
        for await (const batch of followJobLog(connection, jobIdOf(run), { from, signal })) {
          await log.take(batch.lines);
          from = batch.offset;
        }
        if (hasEnded(await jobStatus(connection, jobIdOf(run)))) return;
      }
    });
  await builder.persist('following the build', followOnce, signal);
}

/** Whether the server lost the job, as by a restart. */
export function isBuildLost(run: Attempt): Promise<boolean> {
  const builder = builderOf(run);
  return builder.persist('asking for the build', () =>
    builder.ssh(async (connection) => (await jobStatus(connection, jobIdOf(run))).state === 'lost'),
  );
}

/** Rejects with what failed, the last lines of the log, and what to do. */
export async function readBuildResult(run: Attempt, log: BuildLog): Promise<GitBuildResult> {
  const builder = builderOf(run);
  try {
    return await builder.persist('reading the result of the build', () =>
      builder.ssh((connection) => readGitBuildResult(connection, jobIdOf(run))),
    );
  } catch (error) {
    throw withLastWords(error, log);
  }
}

/** Removes the job's folder, and what still runs of it. */
export async function removeBuild(run: Attempt): Promise<void> {
  const builder = builderOf(run);
  await builder.persist('removing the lost build', () =>
    builder.ssh((connection) => removeJob(connection, jobIdOf(run))),
  );
}

/** Removes the job's folder where that can be done now; else it is only some disk space. */
export async function tidyBuild(run: Attempt): Promise<void> {
  try {
    await builderOf(run).ssh((connection) => removeJob(connection, jobIdOf(run)));
  } catch (error) {
    run.log.note('a build job was left behind', error);
  }
}

/** Ends the deployment's build where one may be there; returns when nothing of it runs any more. */
export async function cancelBuild(run: Attempt): Promise<void> {
  if (run.kept !== null || run.step === null) return;
  const builder = builderOf(run);
  await builder.persist(
    'cancelling the build',
    () => builder.ssh((connection) => cancelJob(connection, jobIdOf(run))),
    run.closing,
  );
  await tidyBuild(run);
}

/** The deployment's job on the server that builds; the same at each attempt, so that it is started once. */
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
