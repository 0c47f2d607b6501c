import { isAppError } from '#shared/model/errors.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import { type End, patchRun, type Run, type Work } from '../../runs/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import type { PutProxy } from './context.ts';
import { jobIdOf, outcomeOf, proveReady, removeSetupJob, startSetupJob } from './job.ts';
import { currentStep, pendingSteps, type SetupStep } from './parse-step.ts';
import { installProxyOnce, wantedOf } from './proxy-step.ts';
import { StepLog } from './step-log.ts';

interface Parts {
  readonly store: Store;
  readonly servers: ServerAccess;
  readonly putProxy: PutProxy;
}

/** One set-up at work: a detached job on the server, that is followed from here. */
interface SettingUp {
  readonly run: Run;
  readonly jobId: string;
  readonly log: StepLog;
  /** Keeps reconnecting by itself for as long as this runs. */
  readonly hold: Disposable;
}

/** The steps of a set-up: the script, the proof that the server is ready, and the proxy where one is wanted. */
export const setupWork = (parts: Parts): Work<SettingUp> => ({
  open: (run) => ({
    run,
    jobId: jobIdOf(run.id),
    hold: parts.servers.hold(run.serverId),
    log: new StepLog(
      run.log,
      () => parts.store.now(),
      pendingSteps(wantedOf(parts.store, run.id).proxy !== null),
      (steps) => {
        parts.store.write((tx) => writeSteps(tx, run.id, steps));
      },
    ),
  }),
  steps: [
    { act: followScript },
    { act: (settingUp) => prove(parts, settingUp) },
    { act: (settingUp) => installProxyOnce(parts, settingUp) },
  ],
  undo: cancel,
  lost: (_, error) =>
    error.data.reason === 'host-key' || error.data.reason === 'auth'
      ? { state: 'failed', reason: error.message }
      : {
          state: 'interrupted',
          reason: 'The server could not be reached for half an hour; run the set-up again.',
        },
  ended: (tx, { run, log }, end) => writeSteps(tx, run.id, log.endedBy(end)),
  close,
});

const writeSteps = (tx: Transaction, id: string, steps: readonly SetupStep[]): void => {
  tx.database.run(
    sql
      .updateTable('setup')
      .set({ steps: JSON.stringify(steps) })
      .where('id', '=', id),
  );
  patchRun(tx, id, { step: currentStep(steps) });
};

/** Starts the job where there is none, and follows it to its end, over as many connections as it takes. */
async function followScript(settingUp: SettingUp): Promise<End | undefined> {
  const { run, log } = settingUp;
  await run.persist('starting the set-up', () => run.ssh((connection) => startOnce(connection, settingUp)));
  run.check();
  await run.persist('following the set-up', () =>
    run.ssh((connection) => follow(connection, settingUp), run.signal),
  );
  run.check();
  const { jobStatus } = await import('../../remote/jobs/status.ts');
  const status = await run.persist('asking how the set-up ended', () =>
    run.ssh((connection) => jobStatus(connection, settingUp.jobId)),
  );
  const failed = log.failedStep;
  return outcomeOf(status, failed && `The step “${failed.name}” failed: ${failed.detail}.`) ?? undefined;
}

const startOnce = async (connection: SshConnection, { jobId }: SettingUp): Promise<void> => {
  const { jobStatus } = await import('../../remote/jobs/status.ts');
  if ((await jobStatus(connection, jobId)).state === 'absent') await startSetupJob(connection, jobId);
};

const follow = async (connection: SshConnection, { jobId, log, run }: SettingUp): Promise<void> => {
  const { followJobLog } = await import('../../remote/jobs/log.ts');
  const from = log.offset;
  for await (const { lines, offset } of followJobLog(connection, jobId, { from, signal: run.signal })) {
    await log.take(lines, offset);
  }
};

const prove = (parts: Parts, { run }: SettingUp): Promise<End | undefined> =>
  run.persist('looking whether the server is ready', () =>
    run.ssh((connection) => proveReady(parts.store, run.serverId, connection)),
  );

/** Ends the job on the server with everything it started; what its finished steps did stays. */
async function cancel({ run, jobId }: SettingUp) {
  const [{ cancelJob }, { jobStatus }] = await Promise.all([
    import('../../remote/jobs/end.ts'),
    import('../../remote/jobs/status.ts'),
  ]);
  const end = async (connection: SshConnection): Promise<void> => {
    if ((await jobStatus(connection, jobId)).state !== 'absent') await cancelJob(connection, jobId);
  };
  await run.persist('cancelling the set-up', () => run.ssh(end), run.signals.close);
  return { isRestored: true, text: null };
}

/** Leaves nothing behind of one that ended; one that is left to the next start goes on on the server. */
async function close({ run, jobId, hold }: SettingUp): Promise<void> {
  using _ = hold;
  if (run.signals.close.aborted || run.row.ended_at === null) return;
  try {
    await run.ssh((connection) => removeSetupJob(connection, jobId), run.signals.close);
  } catch (error) {
    // it stays on the server, and does no harm
    if (!isAppError(error, 'UNREACHABLE') && !isAppError(error, 'CANCELLED')) throw error;
  }
}
