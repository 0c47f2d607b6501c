import { isAppError } from '#shared/model/errors.ts';
import type { GitBuildResult } from '../../remote/git/build.ts';
import type { Attempt } from '../attempt.ts';
import { BuildDeadline } from './build-deadline.ts';
import {
  builtReferenceOf,
  followBuild,
  type GitSource,
  isBuildLost,
  readBuildResult,
  removeBuild,
  startBuild,
  tidyBuild,
} from './build-job.ts';
import { BuildLog, type BuildPhase, buildSource } from './build-log.ts';

/**
 * Fetches and builds on the server, as a job that outlives this app; finds it again after a cut or a restart
 * and goes on in its log where ours ends. Rejects with what failed, the last lines, and what to do.
 */
export async function buildImage(
  run: Attempt,
  source: GitSource,
): Promise<{ imageId: string; reference: string; commit: string }> {
  const known = await run.linesOf(buildSource);
  const deadline = new BuildDeadline();
  const onPhase = (phase: BuildPhase): void => {
    deadline.enter(phase);
    if (phase === 'building') run.enter('building');
  };
  if (run.step !== 'building') run.enter('fetching', `Building ${source.url} on the server.`);
  const log = new BuildLog({ known, write: (lines) => run.log.write(lines), onPhase });
  deadline.enter('preparing');
  try {
    const { imageId, commit, knownHosts } = await build(run, source, { log, deadline });
    if (knownHosts) run.keepKnownHosts(knownHosts);
    await log.end();
    await tidyBuild(run);
    return { imageId, commit, reference: builtReferenceOf(run) };
  } catch (error) {
    await log.end();
    // a cancelled one is ended by the one who cancels; one that is left for the next start goes on
    if (!run.signal.aborted && !isAppError(error, 'UNREACHABLE')) await tidyBuild(run);
    throw error;
  } finally {
    deadline.stop();
  }
}

interface Watch {
  readonly log: BuildLog;
  readonly deadline: BuildDeadline;
}

async function build(run: Attempt, source: GitSource, watch: Watch): Promise<GitBuildResult> {
  await buildOnce(run, source, watch);
  if (!(await isBuildLost(run))) return readBuildResult(run, watch.log);
  run.log.say('The server lost the build, as by a restart; it begins again.');
  await removeBuild(run);
  await buildOnce(run, source, watch);
  return readBuildResult(run, watch.log);
}

async function buildOnce(run: Attempt, source: GitSource, { log, deadline }: Watch): Promise<void> {
  await startBuild(run, source);
  await followBuild(run, log, AbortSignal.any([run.signal, deadline.signal]));
  run.check();
  deadline.require(run.serverName);
}
