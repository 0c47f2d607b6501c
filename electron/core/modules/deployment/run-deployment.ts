import { isFinal } from '#shared/model/deployment.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import type { ImageDetails } from '../../remote/docker/images.ts';
import { inspectNetwork } from '../../remote/docker/networks.ts';
import { sql } from '../../store/database.ts';
import { cancelBuild } from './build-image.ts';
import { failureText, oldVersionText } from './failure-text.ts';
import { goBack } from './go-back.ts';
import { portConflicts, replicaConflict } from './held-ports.ts';
import { launch } from './launch.ts';
import { listeningPorts } from './listening-ports.ts';
import { networkNameOf } from './names.ts';
import { localImage, obtainImage } from './obtain-image.ts';
import { type Probe, probeServer } from './probe.ts';
import { deploymentRow, patchDeployment, progressOf, restingState, setServiceState } from './rows.ts';
import { Run, type RunParts, type RunSignals } from './run-context.ts';
import type { Lease } from './server-lease.ts';
import { type Outcome, verify } from './verify.ts';

/** Whether the run came to an end, or waits for its server to be reachable again. */
export type RunResult = 'ended' | 'interrupted';

type End = 'succeeded' | 'failed' | 'rolled-back' | 'cancelled';

const titles: Readonly<Record<End, string>> = {
  succeeded: 'Succeeded.',
  failed: 'Failed.',
  'rolled-back': 'Failed, and rolled back.',
  cancelled: 'Cancelled.',
};

/** Writes the end, and what the service is from now on, in one transaction. */
const finish = (run: Run, state: End, text: string | null): void => {
  const reason = text === null ? null : run.log.strike(text);
  run.log.say([titles[state], reason].filter(Boolean).join(' '));
  const { store } = run.parts;
  const serviceId = run.service.id;
  store.write((tx) => {
    patchDeployment(tx, run.id, { state, reason, ended_at: tx.now });
    if (state === 'succeeded') {
      const current = { current_deployment_id: run.id };
      tx.database.run(sql.updateTable('service').set(current).where('id', '=', serviceId));
    }
    setServiceState(tx, serviceId, restingState(tx.database, serviceId));
  });
};

interface Plan {
  readonly probe: Probe;
  readonly networkId: string | undefined;
  /** The image as the server has it, null where it does not. */
  readonly image: ImageDetails | null;
  readonly lease: Lease;
}

/** Looks at the server before anything is changed; a refusal here leaves it exactly as it was. */
const plan = async (run: Run, leasing: Promise<Lease>): Promise<Plan> => {
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

const refuse = (run: Run, probe: Probe): void => {
  const blockers = [...replicaConflict(run.spec), ...portConflicts(run.spec, probe.holders)];
  if (blockers.length > 0) throw new AppError('CONFLICT', { field: '', reason: blockers.join(' ') });
};

/** Whether anything of it may be on the server. */
const isBegun = (run: Run): boolean => progressOf(run.row).isFirst !== undefined;

const settle = async (run: Run, outcome: Outcome, swarmId: string): Promise<void> => {
  if (outcome.kind === 'succeeded') return finish(run, 'succeeded', null);
  const { failure } = outcome;
  if (outcome.kind === 'rolled-back') {
    const old = outcome.wasInterrupted ? oldVersionText.restored : oldVersionText.serving;
    return finish(run, 'rolled-back', failureText({ ...failure, old }));
  }
  if (!outcome.canGoBack) return finish(run, 'failed', failureText({ ...failure, old: '' }));
  run.patch({ progress: { failure: run.log.strike(failureText({ ...failure, old: '' })) } });
  await undo(run, swarmId, (old) => failureText({ ...failure, old }));
};

/** Undoes a failed deployment; a restarted app comes here again, with the reason that was written down. */
const undo = async (run: Run, swarmId: string, reason: (old: string) => string): Promise<void> => {
  const isFirst = progressOf(run.row).isFirst === true;
  run.log.say(isFirst ? 'Removing what was started.' : 'Going back to the old version.');
  const { isRestored, text } = await goBack(run, { swarmId, isFirst, cause: 'failed' });
  finish(run, isRestored ? 'rolled-back' : 'failed', reason(text));
};

/** From where the row stands to the end; every step may be done again. */
const proceed = async (run: Run, lease: () => Promise<Lease>): Promise<void> => {
  const { swarmId: known, failure } = progressOf(run.row);
  if (known !== undefined && failure !== undefined) {
    return undo(run, known, (old) => `${failure}\n${old}`);
  }
  if (known !== undefined) {
    run.enter('verifying', 'Looking at what became of it.');
    return settle(run, await verify(run, known), known);
  }
  const look = (): Promise<Plan> => plan(run, lease());
  // at the first contact an unreachable server is an answer; later it is waited for
  const isResumed = run.row.state !== 'planning';
  const planned = isResumed ? await run.persist('looking at the server', look) : await look();
  if (!isBegun(run)) refuse(run, planned.probe);
  const image = await obtainImage(run, planned.image);
  await launch(run, {
    service: planned.probe.service,
    networkId: planned.networkId,
    image,
    lease: planned.lease,
  });
  const swarmId = progressOf(run.row).swarmId ?? '';
  return settle(run, await verify(run, swarmId), swarmId);
};

/** Undoes what there is to undo, whatever state the cancellation found. */
const cancelRun = async (run: Run): Promise<void> => {
  run.log.say('Cancelling.');
  await cancelBuild(run);
  if (!isBegun(run)) return finish(run, 'cancelled', 'Cancelled before anything was changed on the server.');
  const { isFirst = false } = progressOf(run.row);
  const probe = await run.persist(
    'looking at the service',
    () => planOnServerForCancel(run),
    run.signals.close,
  );
  const { service } = probe;
  if (!service) return finish(run, 'cancelled', 'Cancelled; nothing of it is on the server.');
  const { text } = await goBack(run, { swarmId: service.id, isFirst, cause: 'cancelled' });
  finish(run, 'cancelled', `Cancelled. ${text}`);
};

const planOnServerForCancel = (run: Run): Promise<Probe> =>
  run.docker((docker) => probeServer(docker, run.service.id, { ...run.spec, ports: [] }, async () => []));

const fail = (run: Run, error: unknown): void => {
  if (error instanceof AppError) {
    const old = isBegun(run) ? '' : 'Nothing was changed on the server.';
    const busy = isAppError(error, 'BUSY') ? 'Another Quayside deploys to this server. ' : '';
    finish(run, 'failed', `${busy}${error.message} ${old}`.trim());
    return;
  }
  run.parts.host.log.error('a deployment met a bug', {
    deployment: run.id,
    stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  finish(
    run,
    'failed',
    'It met a bug of Quayside; the log of the app has its trace. Look at what runs on the server.',
  );
};

const interrupt = (run: Run, error: Error): RunResult => {
  const reason = `${error.message} It goes on when the server can be reached again.`;
  run.log.say(`Interrupted. ${reason}`);
  run.patch({ state: 'interrupted', reason });
  return 'interrupted';
};

const begin = (run: Run): void => {
  const { number, server_name, started_by_name, state } = run.row;
  if (state === 'queued') {
    run.patch({ state: 'planning', started_at: run.parts.store.now() });
    run.log.say(`Deployment ${number} to ${server_name}, asked for by ${started_by_name}.`);
  } else {
    run.log.say('Going on after an interruption.');
    run.patch({ reason: null });
  }
};

const attempt = async (run: Run): Promise<void> => {
  if (run.row.cancel_requested === 1) return cancelRun(run);
  begin(run);
  const hold = run.parts.watches.hold(run.serverId);
  const leases: Promise<Lease>[] = [];
  try {
    await proceed(run, () => {
      const leasing = run.parts.leases.acquire(run.serverId, run.row.started_by_name);
      leases.push(leasing);
      return leasing;
    });
  } finally {
    // one that is still being taken is given back when it comes; a refusal has been told already
    for (const leasing of leases) {
      void leasing.then(
        (lease) => lease.release(),
        () => undefined,
      );
    }
    hold.release();
  }
};

/**
 * Runs one deployment from wherever its row says it stands, and never rejects. Aborting `cancel` undoes it;
 * aborting `close` leaves it for the next start.
 */
export const runDeployment = async (parts: RunParts, id: string, signals: RunSignals): Promise<RunResult> => {
  const run = new Run(parts, id, signals);
  try {
    await attempt(run);
  } catch (error) {
    const result = await recoverFrom(run, error);
    if (result) return result;
  }
  if (isFinal(deploymentRow(parts.store.database, id).state)) await parts.logs.end(id);
  return 'ended';
};

const recoverFrom = async (run: Run, error: unknown): Promise<RunResult | undefined> => {
  if (run.signals.close.aborted) return 'ended';
  try {
    if (run.signals.cancel.aborted && run.row.cancel_requested === 1) await cancelRun(run);
    else if (isAppError(error, 'UNREACHABLE') && run.row.state !== 'planning') return interrupt(run, error);
    else fail(run, error);
  } catch (second) {
    if (run.signals.close.aborted) return 'ended';
    if (isAppError(second, 'UNREACHABLE')) return interrupt(run, second);
    fail(run, second);
  }
  return undefined;
};
