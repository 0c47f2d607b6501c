import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import type { ImageDetails } from '../../remote/docker/images.ts';
import type { End, Lease, Step, ToUndo, Undone, Work } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import { isOfDisk } from '../../store/disk-problem.ts';
import {
  type Found,
  localImage,
  type PinnedImage,
  portConflicts,
  replicaConflict,
} from '../../workload/index.ts';
import { setServiceState } from '../../workload/service-state.ts';
import { routeBlockers } from '../domain/index.ts';
import { type DeploymentParts, DeploymentRun } from './deployment-run.ts';
import { failureText, oldVersionText } from './failure-text.ts';
import { goBack } from './go-back.ts';
import { handOver, leave, retire } from './hand-over.ts';
import { currentVersion, launch, orderText } from './launch.ts';
import { isSameServer } from './move/place.ts';
import { requireStillMay } from './move/settle.ts';
import { undoMove, volumesThere } from './move/undo.ts';
import { patchDeployment, progressOf, restingState } from './rows.ts';
import { ranOf } from './running.ts';
import { type Outcome, verify } from './verify.ts';

/** What the steps of one deployment hand on to each other; gone with the process, and found anew. */
interface Deploying {
  readonly run: DeploymentRun;
  seen?: Seen;
  image?: PinnedImage;
}

interface Seen {
  readonly found: Found;
  /** Why it must not run on what is there of an earlier version. */
  readonly objections: readonly string[];
  /** The image as the server has it, null where it does not. */
  readonly image: ImageDetails | null;
  readonly lease: Lease;
  /** Why its domains could not lead to it. */
  readonly routes: readonly string[];
  readonly hadVolumes: readonly string[];
}

/** The steps of a deployment, and how it is undone. */
export const deploymentWork = (parts: DeploymentParts): Work<Deploying> => ({
  open: (run) => ({ run: new DeploymentRun(parts, run) }),
  greeting({ run }) {
    const { number, server_name, started_by_name } = run.row;
    return `Deployment ${number} to ${server_name}, asked for by ${started_by_name}.`;
  },
  steps,
  undo: ({ run }, cause) => (cause === 'failed' ? undoFailed(run) : undoCancelled(run)),
  afterwards({ run }, error) {
    if (!error) return 'Look at what runs on the server.';
    return isBegun(run) ? '' : 'Nothing was changed on the server.';
  },
  // at the first contact an unreachable server is an answer; later it is waited for
  lost: ({ run }, error) =>
    run.row.step === null
      ? { state: 'failed', reason: `${error.message} Nothing was changed on the server.` }
      : null,
  ended(tx, deploying, { state }) {
    const { run } = deploying;
    const serviceId = run.service.id;
    if (state === 'succeeded' || isRetiring(deploying)) {
      const current = { current_deployment_id: run.deploymentId };
      tx.database.run(sql.updateTable('service').set(current).where('id', '=', serviceId));
    }
    setServiceState(tx, serviceId, restingState(tx.database, serviceId));
    if (state === 'succeeded') run.parts.routing.leadSharers(tx, serviceId);
    // domains that changed meanwhile were taken to the place that it had
    if (run.move) tx.afterCommit(() => run.parts.routing.changed(serviceId));
  },
  close: ({ run }) => run.close(),
});

const isLaunched = ({ run }: Deploying): boolean => progressOf(run.row).isLaunched === true;

const hasNoVisitors = ({ run }: Deploying): boolean => run.move === null && !run.isRouted;

const isRetiring = ({ run }: Deploying): boolean => progressOf(run.row).isRetiring === true;

/** Whether anything of it may be on the server. */
const isBegun = (run: DeploymentRun): boolean => progressOf(run.row).isFirst !== undefined;

const steps: readonly Step<Deploying>[] = [
  { isDone: isLaunched, act: (deploying) => orBack(deploying, lookAtServer) },
  { isDone: isLaunched, act: (deploying) => orBack(deploying, obtain) },
  { name: 'starting', isDone: isLaunched, before: writeImage, act: (deploying) => orBack(deploying, start) },
  { name: 'verifying', isDone: isRetiring, act: (deploying) => orBack(deploying, prove) },
  {
    name: 'draining',
    isDone: hasNoVisitors,
    act: (deploying) => orBack(deploying, ({ run }) => handOver(run)),
  },
];

/** What is left by a deployment that a server refused is for people to look at; a move is undone, for the old one serves. */
async function orBack(
  deploying: Deploying,
  act: (deploying: Deploying) => Promise<End | ToUndo | undefined>,
): Promise<End | ToUndo | undefined> {
  try {
    return await act(deploying);
  } catch (error) {
    const { run } = deploying;
    const isUndone = run.move !== null && isBegun(run) && !isRetiring(deploying) && isRefusal(error);
    if (!isUndone) throw error;
    return { reason: (undone) => `${error.message} ${undone}`.trim() };
  }
}

const goesOn: ReadonlySet<string> = new Set(['CANCELLED', 'UNREACHABLE', 'BUSY']);

const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && !goesOn.has(error.code) && !isOfDisk(error);

/** Looks at the server before anything is changed; a refusal here leaves it exactly as it was. */
async function lookAtServer(deploying: Deploying): Promise<undefined> {
  const { run } = deploying;
  const look = (): Promise<Seen> => see(run);
  const isResumed = run.row.step !== null;
  const seen = isResumed ? await run.persist('looking at the server', look) : await look();
  if (run.move) requireStillMay(run.parts, run.service.id, run.move);
  if (!isBegun(run)) refuse(run, seen);
  deploying.seen = seen;
}

const see = async (run: DeploymentRun): Promise<Seen> => {
  const leasing = run.lease();
  const { type, spec, content, kept } = run;
  const hasHostPorts = content.ports.some(({ hostPort }) => hostPort !== undefined);
  const look = run.ssh(
    (connection) =>
      Promise.all([
        type.runtime.plan(connection, { serviceId: run.service.id, hasHostPorts }),
        localImage(dockerOver(connection), kept, specFacts(spec).image),
        routeBlockers(run.parts.store, run.service.id, connection, run.serverId),
        type.objections(connection, spec, { ...askedOf(run), image: null }),
      ]),
    run.signal,
  );
  const [[found, image, routes, objections], lease] = await Promise.all([look, leasing]);
  const hadVolumes = run.move && !isSameServer(run.move) ? await volumesThere(run) : [];
  return { found, image, lease, routes, objections, hadVolumes };
};

const refuse = (run: DeploymentRun, { found: { holders }, routes, objections }: Seen): void => {
  const { content } = run;
  const ports = [...replicaConflict(content), ...portConflicts(content, holders)];
  const blockers = [...routes, ...ports, ...objections];
  if (blockers.length > 0) throw new AppError('CONFLICT', { field: '', reason: blockers.join(' ') });
};

/** Its parts have names of their own: which they are depends on the source and on what the server has. */
async function obtain(deploying: Deploying): Promise<undefined> {
  const { run } = deploying;
  const image = await run.type.image.obtain(run, run.fetched, seenBy(deploying).image);
  if (!isBegun(run)) await refuseByImage(run, image);
  deploying.image = image;
  // what was built or pinned is written down at once: it is neither built nor asked for twice
  if (image.commit !== undefined || image.parts) {
    const { commit = run.row.commit_hash, sources } = image;
    run.patch({ ...columnsOf(image), commit_hash: commit, ...(sources && { progress: { sources } }) });
  }
}

function askedOf({ service, parts }: DeploymentRun) {
  return { serviceId: service.id, ran: ranOf(parts.store, service.id) };
}

/** With the image there, one may look into a volume that no container uses now. */
async function refuseByImage(run: DeploymentRun, image: PinnedImage): Promise<void> {
  const asked = { ...askedOf(run), image: image.id };
  const objections = await run.ssh(
    (connection) => run.type.objections(connection, run.spec, asked),
    run.signal,
  );
  if (objections.length > 0) throw new AppError('CONFLICT', { field: '', reason: objections.join(' ') });
}

function writeImage(...[tx, deploying]: Parameters<NonNullable<Step<Deploying>['before']>>): void {
  const { run } = deploying;
  const isFirst = progressOf(run.row).isFirst ?? seenBy(deploying).found.version === null;
  const isBeside = run.content.order === 'beside';
  const { hadVolumes = seenBy(deploying).hadVolumes } = progressOf(run.row);
  const progress = { isFirst, isBeside, ...(run.move ? { hadVolumes } : {}) };
  patchDeployment(tx, run.deploymentId, { ...columnsOf(imageOf(deploying)), progress });
}

const columnsOf = ({ reference, digest, id, parts }: PinnedImage) => ({
  image_reference: reference,
  image_digest: digest,
  image_id: id,
  part_images: parts ? JSON.stringify(parts) : null,
});

async function start(deploying: Deploying): Promise<undefined> {
  const { run } = deploying;
  if (run.move) requireStillMay(run.parts, run.service.id, run.move);
  const { found, lease } = seenBy(deploying);
  run.log.say(orderText(run, progressOf(run.row).isFirst === true));
  await launch(run, { version: found.version, image: imageOf(deploying), lease });
}

async function prove({ run }: Deploying): Promise<End | ToUndo | undefined> {
  return resultOf(await verify(run));
}

const resultOf = (outcome: Outcome): End | ToUndo | undefined => {
  if (outcome.kind === 'succeeded') return undefined;
  const { failure } = outcome;
  if (outcome.kind === 'rolled-back') {
    const old = outcome.wasInterrupted ? oldVersionText.restored : oldVersionText.serving;
    return { state: 'undone', reason: failureText({ ...failure, old }) };
  }
  if (!outcome.canGoBack) return { state: 'failed', reason: failureText({ ...failure, old: '' }) };
  return { reason: (old) => failureText({ ...failure, old }) };
};

const undoFailed = (run: DeploymentRun): Promise<Undone> => {
  const { isFirst = false } = progressOf(run.row);
  run.log.say(isFirst ? 'Removing what was started.' : 'Going back to the old version.');
  if (run.move) return undoMove(run, run.move, 'failed');
  return goBack(run, { isFirst, cause: 'failed' });
};

/** Undoes what there is to undo, whatever step the cancellation found. */
const undoCancelled = async (run: DeploymentRun): Promise<Undone> => {
  await run.type.image.cancel(run, run.spec);
  if (!isBegun(run)) {
    return { isRestored: true, text: 'Cancelled before anything was changed on the server.' };
  }
  const { isFirst = false, isRetiring: isTooLate = false } = progressOf(run.row);
  if (isTooLate && run.move) {
    await leave(run, run.move);
    return { isRestored: false, text: 'Cancelled too late: it runs at its new place already, and stays.' };
  }
  if (isTooLate) {
    await retire(run, run.closing);
    return { isRestored: false, text: 'Cancelled too late: the new version serves already, and stays.' };
  }
  if (run.move) {
    const undone = await undoMove(run, run.move, 'cancelled');
    return { ...undone, text: `Cancelled. ${undone.text ?? ''}` };
  }
  const version = await currentVersion(run, run.closing);
  if (!version) return { isRestored: true, text: 'Cancelled; nothing of it is on the server.' };
  const { isRestored, text } = await goBack(run, { isFirst, cause: 'cancelled' });
  return { isRestored, text: `Cancelled. ${text}` };
};

/** A step is never begun before the ones that it builds on: this is said where the compiler can't know it. */
const seenBy = ({ seen }: Deploying): Seen => {
  if (!seen) throw new Error('the server was not looked at');
  return seen;
};

const imageOf = ({ image }: Deploying): PinnedImage => {
  if (!image) throw new Error('there is no image yet');
  return image;
};
