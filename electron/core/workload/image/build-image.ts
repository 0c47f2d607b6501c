import type { GitRef, ServiceSource } from '#shared/contract/service-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { type GitBuildResult, readGitBuildResult, startGitBuild } from '../../remote/git/build.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt } from '../attempt.ts';
import { pathLabels } from '../runtime/labels.ts';
import { BuildLog, type BuildPhase, buildSource } from './build-log.ts';
import { keptRepositoryOf, keptTagOf } from './kept-name.ts';

type GitSource = Extract<ServiceSource, { type: 'git' }>;

/** How long each step may take before it is ended; the job ends itself a little later where nobody looks. */
const deadlinesMs: Readonly<Record<BuildPhase, number>> = {
  preparing: 2 * 60_000,
  fetching: 10 * 60_000,
  building: 60 * 60_000,
  done: 5 * 60_000,
};
const jobSeconds = 75 * 60;
const logBytes = 64 * 1024 * 1024;

/** The deployment's job on its server; the same at each attempt, so that it is started once. */
const jobIdOf = (run: Attempt): string => run.deploymentId.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const refOf = (ref: GitRef) =>
  ref.type === 'commit'
    ? ({ kind: 'commit', name: ref.hash } as const)
    : ({ kind: ref.type, name: ref.name } as const);

const startBuild = (run: Attempt, source: GitSource): Promise<unknown> =>
  run.ssh((connection) =>
    startGitBuild(connection, {
      jobId: jobIdOf(run),
      url: source.url,
      ref: refOf(source.ref),
      submodules: source.submodules,
      deployKey: run.deployKey(),
      knownHosts: run.knownHosts(source.url),
      directory: source.directory || undefined,
      dockerfile: source.dockerfile,
      target: source.target,
      labels: pathLabels(run.ids),
      tag: `${keptRepositoryOf(run.ids.service)}:${keptTagOf(run.number)}`,
      timeoutSeconds: jobSeconds,
      logLimitBytes: logBytes,
    }),
  );

/** Ends a step that takes too long; `hurry` is called with each phase. */
class Deadline {
  readonly controller = new AbortController();
  phase: BuildPhase = 'preparing';
  #timer: NodeJS.Timeout | undefined;

  enter(phase: BuildPhase): void {
    this.phase = phase;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.controller.abort(), deadlinesMs[phase]).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

const tooLong = (run: Attempt, phase: BuildPhase): AppError =>
  new AppError('REMOTE_FAILED', {
    server: run.serverName,
    action: phase === 'building' ? 'Building the image' : 'Fetching the source',
    stderr: `It took more than ${deadlinesMs[phase] / 60_000} minutes and was ended.`,
    cure: 'Find out what hangs; the log shows how far it got.',
  });

/** Follows the job to its end, over as many connections as it takes. */
const follow = async (run: Attempt, log: BuildLog, deadline: Deadline): Promise<void> => {
  const signal = AbortSignal.any([run.signal, deadline.controller.signal]);
  let from = 0;
  await run.persist(
    'following the build',
    () =>
      run.ssh(async (connection) => {
        while (!signal.aborted) {
          for await (const batch of followJobLog(connection, jobIdOf(run), { from, signal })) {
            await log.take(batch.lines);
            from = batch.offset;
          }
          if (hasEnded(await jobStatus(connection, jobIdOf(run)))) return;
        }
      }),
    signal,
  );
  run.check();
  if (deadline.controller.signal.aborted) throw tooLong(run, deadline.phase);
};

const withLastWords = (error: unknown, log: BuildLog): unknown => {
  if (!isAppError(error, 'REMOTE_FAILED')) return error;
  const { data } = error;
  const said = [data.stderr, ...(log.lastWords.length > 0 ? ['Last lines:', ...log.lastWords] : [])];
  const cure =
    data.exitCode === hostKeyChanged
      ? 'It is not the key of the first build. If that is expected, write the address in another form (such as ssh://git@host:22/path) to trust the new one.'
      : data.cure;
  return new AppError(
    'REMOTE_FAILED',
    { ...data, cure, stderr: said.filter(Boolean).join('\n') },
    { cause: error },
  );
};

/** Exit code of the build script for a git server whose key is not the known one. */
const hostKeyChanged = 28;

const readResult = async (run: Attempt, log: BuildLog): Promise<GitBuildResult> => {
  try {
    return await run.persist('reading the result of the build', () =>
      run.ssh((connection) => readGitBuildResult(connection, jobIdOf(run))),
    );
  } catch (error) {
    throw withLastWords(error, log);
  }
};

/** Removes the job's folder; what cannot be removed now is only some disk space. */
const tidy = async (run: Attempt): Promise<void> => {
  try {
    await run.ssh((connection) => removeJob(connection, jobIdOf(run)));
  } catch (error) {
    run.log.note('a build job was left behind', error);
  }
};

const isLost = (run: Attempt): Promise<boolean> =>
  run.persist('asking for the build', () =>
    run.ssh(async (connection) => (await jobStatus(connection, jobIdOf(run))).state === 'lost'),
  );

const build = async (
  run: Attempt,
  source: GitSource,
  log: BuildLog,
  deadline: Deadline,
): Promise<GitBuildResult> => {
  await run.persist('starting the build', () => startBuild(run, source));
  await follow(run, log, deadline);
  if (!(await isLost(run))) return readResult(run, log);
  run.log.say('The server lost the build, as by a restart; it begins again.');
  await run.persist('removing the lost build', () => run.ssh((c) => removeJob(c, jobIdOf(run))));
  await run.persist('starting the build', () => startBuild(run, source));
  await follow(run, log, deadline);
  return readResult(run, log);
};

/**
 * Fetches and builds on the server, as a job that outlives this app; finds it again after a cut or a restart
 * and goes on in its log where ours ends. Rejects with what failed, the last lines, and what to do.
 */
export const buildImage = async (
  run: Attempt,
  source: GitSource,
): Promise<{ imageId: string; reference: string; commit: string }> => {
  const known = await run.linesOf(buildSource);
  const deadline = new Deadline();
  const onPhase = (phase: BuildPhase): void => {
    deadline.enter(phase);
    if (phase === 'building') run.enter('building');
  };
  if (run.step !== 'building') run.enter('fetching', `Building ${source.url} on the server.`);
  const log = new BuildLog({ known, write: (lines) => run.log.write(lines), onPhase });
  deadline.enter('preparing');
  try {
    const result = await build(run, source, log, deadline);
    if (result.knownHosts) run.keepKnownHosts(result.knownHosts);
    await log.end();
    await tidy(run);
    return {
      imageId: result.imageId,
      commit: result.commit,
      reference: `${keptRepositoryOf(run.ids.service)}:${keptTagOf(run.number)}`,
    };
  } catch (error) {
    await log.end();
    // a cancelled one is ended by whoever cancels; one that is left for the next start goes on
    if (!run.signal.aborted && !isAppError(error, 'UNREACHABLE')) await tidy(run);
    throw error;
  } finally {
    deadline.stop();
  }
};

/** Ends the deployment's build where one may be there; returns when nothing of it runs any more. */
export const cancelBuild = async (run: Attempt): Promise<void> => {
  if (run.kept !== null || run.step === null) return;
  await run.persist(
    'cancelling the build',
    () => run.ssh((connection) => cancelJob(connection, jobIdOf(run))),
    run.closing,
  );
  await tidy(run);
};
