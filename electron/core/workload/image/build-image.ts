import { isAppError } from '#shared/model/errors.ts';
import { inspectImage } from '../../remote/docker/images.ts';
import type { GitBuildResult } from '../../remote/git/build.ts';
import type { Attempt, BuildServer } from '../attempt.ts';
import { BuildDeadline } from './build-deadline.ts';
import {
  type BuiltSource,
  builderOf,
  builtReferenceOf,
  followBuild,
  isBuildLost,
  readBuildResult,
  removeBuild,
  startBuild,
  tidyBuild,
} from './build-job.ts';
import { BuildLog, type BuildPhase, buildSource } from './build-log.ts';
import { bringBuilt, meetBuildServer } from './build-server.ts';
import { takesVariables } from './build-values.ts';

/** An image that was built, and where it is. */
export interface Built {
  readonly imageId: string;
  readonly reference: string;
  readonly commit: string | null;
  readonly on: BuildServer;
}

/**
 * Fetches and builds on the server, or on the build server that its configuration names and from where it is sent then unless
 * a registry carries it; an earlier deployment may have built the same folder; as a job that outlives this app. Finds it again after a cut or a restart
 * and goes on in its log where ours ends. Rejects with what failed, the last lines, and what to do.
 */
export async function buildImage(run: Attempt, source: BuiltSource): Promise<Built> {
  const again = await builtAgain(run, source);
  if (again) return again;
  const known = await run.linesOf(buildSource);
  const deadline = new BuildDeadline();
  const onPhase = (phase: BuildPhase): void => {
    deadline.enter(phase);
    if (phase === 'building') run.enter('building');
  };
  const builder = run.buildServer();
  if (builder && run.step !== 'fetching' && run.step !== 'building') await meetBuildServer(run, builder);
  const where = builder?.serverName ?? 'the server';
  if (run.step !== 'building')
    run.enter(
      'fetching',
      source.type === 'git'
        ? `Building ${source.url} on ${where}.`
        : `Sending the folder, and building it on ${where}.`,
    );
  const log = new BuildLog({ known, write: (lines) => run.log.write(lines), onPhase });
  deadline.enter('preparing');
  try {
    const { imageId, commit, knownHosts } = await build(run, source, { log, deadline });
    if (knownHosts) run.keepKnownHosts(knownHosts);
    await log.end();
    deadline.stop();
    if (builder) run.log.say(`Built on ${builder.serverName}.`);
    if (builder && source.pushTo === undefined) await bringBuilt(run, builder, imageId);
    await tidyBuild(run);
    return {
      imageId,
      commit: source.type === 'git' ? commit : null,
      reference: builtReferenceOf(run),
      on: builder ?? run,
    };
  } catch (error) {
    await log.end();
    // a cancelled one is ended by the one who cancels; one that is left for the next start goes on
    if (!run.signal.aborted && !isAppError(error, 'UNREACHABLE')) await tidyBuild(run);
    throw error;
  } finally {
    deadline.stop();
  }
}

/** The same folder in the same configuration is the same image, unless values of variables are built into it. */
async function builtAgain(run: Attempt, { builder }: BuiltSource): Promise<Built | null> {
  const image = run.sentFolder && !takesVariables(builder) ? run.builtBefore() : null;
  if (!image) return null;
  const there = await run.persist('looking for the image', () =>
    run.docker((docker) => inspectImage(docker, image.id)),
  );
  if (!there) return null;
  run.log.say('This folder was built before: its image is taken as it is.');
  return { imageId: image.id, reference: image.reference, commit: null, on: run };
}

interface Watch {
  readonly log: BuildLog;
  readonly deadline: BuildDeadline;
}

async function build(run: Attempt, source: BuiltSource, watch: Watch): Promise<GitBuildResult> {
  await buildOnce(run, source, watch);
  if (!(await isBuildLost(run))) return readBuildResult(run, watch.log);
  run.log.say('The server lost the build, as by a restart; it begins again.');
  await removeBuild(run);
  await buildOnce(run, source, watch);
  return readBuildResult(run, watch.log);
}

async function buildOnce(run: Attempt, source: BuiltSource, { log, deadline }: Watch): Promise<void> {
  await startBuild(run, source);
  await followBuild(run, log, AbortSignal.any([run.signal, deadline.signal]));
  run.check();
  deadline.require(builderOf(run).serverName);
}
