import type { Undone } from '../../runs/index.ts';
import type { DeploymentRun } from './deployment-run.ts';
import { oldVersionText } from './failure-text.ts';
import { handBack } from './hand-over.ts';
import { lookUntil } from './look.ts';

/** Why a deployment is undone. */
export type Cause = 'failed' | 'cancelled';

const patienceMs = 10 * 60_000;
const stuckText = 'Going back to the old version did not finish: look at the service on its server.';

/**
 * Undoes what a deployment did to its server: the old version comes back, or, where there was none, what was
 * started is removed. Waits until it is so; can be done again after a crash.
 */
export function goBack(
  run: DeploymentRun,
  what: { readonly isFirst: boolean; readonly cause: Cause },
): Promise<Undone> {
  return what.isFirst ? removeFirst(run) : restore(run, what.cause);
}

const removeFirst = async (run: DeploymentRun): Promise<Undone> => {
  const { release } = run;
  const { runtime } = run.type;
  await run.persist(
    'removing what was started',
    () => run.ssh((connection) => runtime.withdraw(connection, release)),
    run.closing,
  );
  await lookUntil(run, {
    signal: deadline(run),
    look: (connection) => runtime.isWithdrawn(connection, release),
    decide: (isGone) => isGone || undefined,
  });
  return { isRestored: false, text: oldVersionText.none };
};

const restore = async (run: DeploymentRun, cause: Cause): Promise<Undone> => {
  const { release } = run;
  const { runtime, stopSeconds } = run.type;
  if (release.order === 'beside') await handBack(run);
  await run.persist(
    'going back to the old version',
    () => run.ssh((connection) => runtime.goBack(connection, release, { stopSeconds: stopSeconds[cause] })),
    run.closing,
  );
  const end = await lookUntil(run, {
    signal: deadline(run),
    look: (connection) => runtime.wayBack(connection, release),
    decide: (wayBack) => (wayBack === 'under-way' ? undefined : wayBack),
  });
  if (end === undefined || end === 'stuck') return { isRestored: false, text: stuckText };
  const wasStopped = release.order === 'stop-first' || end === 'started-again';
  return { isRestored: true, text: wasStopped ? oldVersionText.restored : oldVersionText.serving };
};

const deadline = (run: DeploymentRun): AbortSignal =>
  AbortSignal.any([run.closing, AbortSignal.timeout(patienceMs)]);
