import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import type { ImageDetails } from '../../remote/docker/images.ts';
import { inspectNetwork } from '../../remote/docker/networks.ts';
import type { End, Lease, Step, ToUndo, Undone, Work } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import {
  listeningPorts,
  networkNameOf,
  type Probe,
  portConflicts,
  probeServer,
  replicaConflict,
} from '../../workload/index.ts';
import { setServiceState } from '../../workload/service-state.ts';
import { cancelBuild } from './build-image.ts';
import { type DeploymentParts, DeploymentRun } from './deployment-run.ts';
import { failureText, oldVersionText } from './failure-text.ts';
import { goBack } from './go-back.ts';
import { launch, orderText } from './launch.ts';
import { localImage, obtainImage, type PinnedImage } from './obtain-image.ts';
import { patchDeployment, progressOf, restingState } from './rows.ts';
import { type Outcome, verify } from './verify.ts';

/** What the steps of one deployment hand on to each other; gone with the process, and found anew. */
interface Deploying {
  readonly run: DeploymentRun;
  seen?: Seen;
  image?: PinnedImage;
}

interface Seen {
  readonly probe: Probe;
  readonly networkId: string | undefined;
  /** The image as the server has it, null where it does not. */
  readonly image: ImageDetails | null;
  readonly lease: Lease;
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
  ended(tx, { run }, { state }) {
    const serviceId = run.service.id;
    if (state === 'succeeded') {
      const current = { current_deployment_id: run.id };
      tx.database.run(sql.updateTable('service').set(current).where('id', '=', serviceId));
    }
    setServiceState(tx, serviceId, restingState(tx.database, serviceId));
  },
  close: ({ run }) => run.close(),
});

const isLaunched = ({ run }: Deploying): boolean => progressOf(run.row).swarmId !== undefined;

/** Whether anything of it may be on the server. */
const isBegun = (run: DeploymentRun): boolean => progressOf(run.row).isFirst !== undefined;

const steps: readonly Step<Deploying>[] = [
  { isDone: isLaunched, act: lookAtServer },
  { isDone: isLaunched, act: obtain },
  { name: 'starting', isDone: isLaunched, before: writeImage, act: start },
  { name: 'verifying', act: prove },
];

/** Looks at the server before anything is changed; a refusal here leaves it exactly as it was. */
async function lookAtServer(deploying: Deploying): Promise<undefined> {
  const { run } = deploying;
  const look = (): Promise<Seen> => see(run);
  const isResumed = run.row.step !== null;
  const seen = isResumed ? await run.persist('looking at the server', look) : await look();
  if (!isBegun(run)) refuse(run, seen.probe);
  deploying.seen = seen;
}

const see = async (run: DeploymentRun): Promise<Seen> => {
  const leasing = run.lease();
  const look = run.ssh((connection) => {
    const docker = dockerOver(connection);
    return Promise.all([
      probeServer(docker, run.service.id, run.spec, () => listeningPorts(connection)),
      inspectNetwork(docker, networkNameOf(run.service.names, run.service.ids.environment)),
      localImage(docker, run),
    ]);
  }, run.signal);
  const [[probe, network, image], lease] = await Promise.all([look, leasing]);
  return { probe, networkId: network?.id, image, lease };
};

const refuse = (run: DeploymentRun, probe: Probe): void => {
  const blockers = [...replicaConflict(run.spec), ...portConflicts(run.spec, probe.holders)];
  if (blockers.length > 0) throw new AppError('CONFLICT', { field: '', reason: blockers.join(' ') });
};

/** Its parts have names of their own: which they are depends on the source and on what the server has. */
async function obtain(deploying: Deploying): Promise<undefined> {
  deploying.image = await obtainImage(deploying.run, seenBy(deploying).image);
}

function writeImage(...[tx, deploying]: Parameters<NonNullable<Step<Deploying>['before']>>): void {
  const { run } = deploying;
  const { reference, digest, id } = imageOf(deploying);
  const isFirst = progressOf(run.row).isFirst ?? seenBy(deploying).probe.service === null;
  patchDeployment(tx, run.id, {
    image_reference: reference,
    image_digest: digest,
    image_id: id,
    progress: { isFirst },
  });
}

async function start(deploying: Deploying): Promise<undefined> {
  const { run } = deploying;
  const { probe, networkId, lease } = seenBy(deploying);
  run.log.say(orderText(run.spec, progressOf(run.row).isFirst === true));
  await launch(run, { service: probe.service, networkId, image: imageOf(deploying), lease });
}

async function prove({ run }: Deploying): Promise<End | ToUndo | undefined> {
  return resultOf(await verify(run, progressOf(run.row).swarmId ?? ''));
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
  const { isFirst = false, swarmId = '' } = progressOf(run.row);
  run.log.say(isFirst ? 'Removing what was started.' : 'Going back to the old version.');
  return goBack(run, { swarmId, isFirst, cause: 'failed' });
};

/** Undoes what there is to undo, whatever step the cancellation found. */
const undoCancelled = async (run: DeploymentRun): Promise<Undone> => {
  await cancelBuild(run);
  if (!isBegun(run)) {
    return { isRestored: true, text: 'Cancelled before anything was changed on the server.' };
  }
  const { isFirst = false } = progressOf(run.row);
  const { service } = await run.persist('looking at the service', () => probeForCancel(run), run.closing);
  if (!service) return { isRestored: true, text: 'Cancelled; nothing of it is on the server.' };
  const { isRestored, text } = await goBack(run, { swarmId: service.id, isFirst, cause: 'cancelled' });
  return { isRestored, text: `Cancelled. ${text}` };
};

const probeForCancel = (run: DeploymentRun): Promise<Probe> =>
  run.docker((docker) => probeServer(docker, run.service.id, { ...run.spec, ports: [] }, async () => []));

/** A step is never begun before the ones that it builds on: this is said where the compiler can't know it. */
const seenBy = ({ seen }: Deploying): Seen => {
  if (!seen) throw new Error('the server was not looked at');
  return seen;
};

const imageOf = ({ image }: Deploying): PinnedImage => {
  if (!image) throw new Error('there is no image yet');
  return image;
};
