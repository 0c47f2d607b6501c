import { createHash } from 'node:crypto';
import type { ComposeRepository, ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { endFetch } from '../../remote/git/repository.ts';
import { cancelJob, removeJob } from '../../remote/jobs/end.ts';
import { followJobLog } from '../../remote/jobs/log.ts';
import { startJob } from '../../remote/jobs/start.ts';
import { hasEnded, jobStatus } from '../../remote/jobs/status.ts';
import type { Attempt } from '../attempt.ts';
import { type Claim, claimsOn } from '../containers/claims.ts';
import type { PartImage, PinnedImage } from '../image/pinned-image.ts';
import { environmentLabels, label } from '../runtime/labels.ts';
import { untouchedParts } from './adopted/untouched.ts';
import type { Examination, Examined } from './examine.ts';
import { examiner } from './examiner.ts';
import { folderOnServer, jobOf } from './folder.ts';
import { masked } from './mask.ts';
import { builtPartImages, takePartImages, takePartsAgain } from './part-images.ts';
import type { PartSource } from './part-sources.ts';
import type { Bundle, Placement } from './place.ts';
import { fetchRepository, readRepository } from './read-repository.ts';
import { getScript } from './scripts.ts';
import { type ComposeSources, sourceOf } from './sources.ts';

const getSeconds = 75 * 60;

/**
 * Reads and judges the project as it is now, gets the image of each of its parts, and lays it down on the server so that
 * each part starts from exactly that image. Nothing that runs is touched, and no job stays but where it is taken up again.
 * INVALID_INPUT or CONFLICT where it may not run.
 */
export async function obtainProject(attempt: Attempt, spec: ComposeSpec): Promise<PinnedImage> {
  try {
    const image = await obtained(attempt, spec);
    if (spec.source) await tidyFetch(attempt);
    return image;
  } catch (error) {
    const isTakenUp = attempt.signal.aborted || isAppError(error, 'UNREACHABLE') || isAppError(error, 'BUSY');
    if (spec.source && !isTakenUp) await tidyFetch(attempt);
    throw error;
  }
}

const tidyFetch = (attempt: Attempt): Promise<void> => tidy(attempt, jobOf(attempt.deploymentId, 'fetch'));

async function obtained(attempt: Attempt, spec: ComposeSpec): Promise<PinnedImage> {
  const fetched = spec.source && (await fetchSources(attempt, { ...spec, source: spec.source }));
  const source = sourceOf(spec, attempt.variables, fetched?.sources.texts);
  const project = { source, objects: fetched?.sources.objects };
  const examined = await examiner.examine(project);
  refuse(examined, attempt, spec);
  const placement = await placementOf(attempt);
  const claim = await claimOf(attempt);
  const place = (
    parts: readonly PartImage[],
    { untouched = [], stackOf }: { readonly untouched?: readonly string[]; readonly stackOf?: string } = {},
  ) =>
    bundleOf(project, {
      stackOf,
      ...placement,
      pins: pinsOf(parts),
      ...(claim && { adopted: { home: claim.home, untouched } }),
    });
  const laying = { repository: fetched?.repository };
  const parts = await imagesOf(attempt, examined.images, { place, ...laying });
  const isStack = spec.runAs === 'stack';
  const untouched =
    claim && !isStack ? await untouchedOf(attempt, claim, { examination: project, parts }) : [];
  const bundle = await place(parts, { untouched, ...(isStack && { stackOf: attempt.deploymentId }) });
  await layDown(attempt, { what: 'get', bundle, ...laying });
  const digest = `sha256:${createHash('sha256').update(bundle.text).digest('hex')}`;
  return {
    pinned: digest,
    reference: isStack ? 'docker stack' : 'docker compose',
    digest,
    id: digest,
    parts,
    ...fetchedFacts(fetched?.sources),
  };
}

/** Ends what `obtainProject` may have left at work. */
export async function cancelObtaining(attempt: Attempt): Promise<void> {
  if (attempt.step === null) return;
  const fetch = jobOf(attempt.deploymentId, 'fetch');
  await attempt.persist(
    'ending what fetches the repository',
    () => attempt.ssh((connection) => endFetch(connection, fetch)),
    attempt.closing,
  );
  for (const what of ['build', 'get'] as const)
    await attempt.persist(
      'ending what gets the images',
      () => attempt.ssh((connection) => cancelJob(connection, jobOf(attempt.deploymentId, what))),
      attempt.closing,
    );
}

const fetchSeconds = 15 * 60;

/** The commit that was read already, or that runs again; else the one that the branch is at now. It stays on the server. */
async function fetchSources(
  attempt: Attempt,
  spec: ComposeSpec & { readonly source: ComposeRepository },
): Promise<{ readonly sources: ComposeSources; readonly repository: string }> {
  const { keptSources: kept, deploymentId, ids, signal } = attempt;
  const { url } = spec.source;
  attempt.enter('fetching', `Fetching ${url}${kept ? ` at ${kept.commit.slice(0, 12)}` : ''} on the server.`);
  const found = await attempt.persist('fetching the repository', () =>
    attempt.ssh(async (connection) => {
      const fetched = await fetchRepository(connection, spec.source, {
        access: attempt,
        commit: kept?.commit,
        jobId: jobOf(deploymentId, 'fetch'),
        repository: `${await folderOnServer(connection, ids.service)}/repository`,
        timeoutSeconds: fetchSeconds,
        signal,
      });
      const read = { spec, variables: attempt.variables };
      return { fetched, sources: kept ?? (await readRepository(connection, fetched, read)) };
    }),
  );
  attempt.check();
  const { repository, knownHosts } = found.fetched;
  if (knownHosts) attempt.keepKnownHosts(knownHosts);
  attempt.log.say(`Commit ${found.sources.commit}.`);
  return { sources: found.sources, repository };
}

const fetchedFacts = (sources: ComposeSources | undefined) => sources && { commit: sources.commit, sources };

interface Laying {
  /** On the server, where the project is read from one. */
  readonly repository: string | undefined;
}

type Place = (parts: readonly PartImage[]) => Promise<Bundle>;

/** Those of an earlier deployment as they were; else what the files name, pulled or built. */
async function imagesOf(
  attempt: Attempt,
  sources: readonly PartSource[],
  { place, ...laying }: Laying & { readonly place: Place },
): Promise<readonly PartImage[]> {
  if (attempt.keptParts.length > 0) return takePartsAgain(attempt);
  const taken = await takePartImages(attempt, sources);
  if (sources.every(({ builtBy }) => builtBy === undefined)) return taken;
  attempt.enter('building', 'Building images on the server.');
  await layDown(attempt, { what: 'build', bundle: await place(taken), ...laying });
  return [...taken, ...(await builtPartImages(attempt, sources))];
}

const pinsOf = (parts: readonly PartImage[]): Record<string, string> =>
  Object.fromEntries(parts.map(({ part, pinned }) => [part, pinned]));

async function bundleOf(project: Omit<Examination, 'placement'>, placement: Placement): Promise<Bundle> {
  const { bundle } = await examiner.examine({ ...project, placement });
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

/** The project that the service was made of, where it ran before it was one. */
const claimOf = async (attempt: Attempt): Promise<Claim | undefined> => {
  const [claim] = await attempt.persist('looking at what was adopted', () =>
    attempt.docker((docker) => claimsOn(docker, attempt.ids.service)),
  );
  return claim;
};

async function untouchedOf(
  attempt: Attempt,
  claim: Claim,
  {
    examination,
    parts,
  }: { readonly examination: Omit<Examination, 'placement'>; readonly parts: readonly PartImage[] },
): Promise<string[]> {
  const pinned = new Map(parts.map(({ part, id }) => [part, id]));
  const untouched = await attempt.persist('comparing with what runs', () =>
    attempt.ssh((connection) => untouchedParts(connection, claim, { examination, pinned })),
  );
  if (untouched.length > 0) attempt.log.say(`As they were adopted run on: ${untouched.join(', ')}.`);
  return untouched;
}

function refuse({ problems, findings, stack }: Examined, attempt: Attempt, { runAs }: ComposeSpec): void {
  const accepted = attempt.acceptedFindings();
  const values = attempt.variables.map(({ value }) => value);
  const [problem] = problems;
  if (problem) {
    const said = `${problem.file}, line ${problem.line}: ${problem.path} ${problem.message}`;
    const message = masked(said, values);
    throw new AppError('INVALID_INPUT', { issues: [{ path: 'spec.files', message }] });
  }
  const [unfit] = runAs === 'stack' ? stack.refused : [];
  if (unfit !== undefined)
    throw new AppError('INVALID_INPUT', {
      issues: [{ path: 'spec.runAs', message: masked(unfit, values) }],
    });
  const open = findings.filter(({ id }) => !accepted.has(id));
  if (open.length === 0) return;
  const named = open.map(({ path, what }) => `${path} (${masked(what, values)})`).join(', ');
  const reason = `It asks for what is root on its server, and nobody has accepted it: ${named}.`;
  throw new AppError('CONFLICT', { field: 'spec.files', reason });
}

/** One job writes the release down, and builds what is to be built; where nothing is, it takes no time. */
async function layDown(
  attempt: Attempt,
  { what, bundle, repository }: Laying & { readonly what: 'build' | 'get'; readonly bundle: Bundle },
): Promise<void> {
  const { deploymentId, ids, projectName } = attempt;
  const id = jobOf(deploymentId, what);
  const digests = new Set(bundle.content.map(({ path }) => path.slice(0, path.indexOf('/'))));
  const content = bundle.content.flatMap((each, index) => [
    [`path.${index}`, { bytes: each.path }] as const,
    'text' in each
      ? ([`file.${index}`, { bytes: each.text }] as const)
      : ([`${each.object.type}.${index}`, { bytes: each.object.id }] as const),
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
          parts: { bytes: `${JSON.stringify(bundle.parts)}\n` },
          ...(bundle.stackFolders && {
            stack: { bytes: bundle.stackFolders.map((each) => `${each}\n`).join('') },
          }),
          ...(repository && { repository: { bytes: repository } }),
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
