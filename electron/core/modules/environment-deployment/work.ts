import { AppError } from '#shared/model/errors.ts';
import type { End, ToUndo, Undone, Work } from '../../runs/index.ts';
import { begin, beginUndo, whyElsewhere, whyTouched } from './begin.ts';
import { nameOf, type Ordering, type OrderParts, onBehalf, orderedOf } from './context.ts';
import { planService } from './plan.ts';
import { byLevel, environmentDeploymentRow, type OrderedRow, patchOrdered } from './rows.ts';
import { changedBy, deploymentsOf, inPlaceOf } from './standing.ts';
import { untilSettled } from './wait.ts';

/** The steps of a deployment of an environment, and how it is undone. */
export const environmentWork = (parts: OrderParts): Work<Ordering> => ({
  open: (run) => ({ parts, run }),
  greeting({ run }) {
    const { number, started_by_name } = environmentDeploymentRow(parts.store.database, run.id);
    return `Deployment ${number} of the environment, asked for by ${started_by_name}.`;
  },
  steps: [
    { name: 'planning', isDone: isPlanned, act: plan },
    { isDone: isBegun, act: lookBack },
    { act: inOrder },
  ],
  undo: (ordering, cause) => (cause === 'failed' ? goBack(ordering) : cancelAll(ordering)),
  afterwards: (ordering) => tellLeft(ordering),
});

const isPlanned = (ordering: Ordering): boolean => orderedOf(ordering).every(({ action }) => action !== null);

const isBegun = (ordering: Ordering): boolean =>
  orderedOf(ordering).some(
    ({ deployment_id, problem, is_stopped }) =>
      deployment_id !== null || problem !== null || is_stopped === 1,
  );

/** Looks at every service before anything is changed: one that cannot be deployed keeps all others from beginning. */
async function plan(ordering: Ordering): Promise<End | undefined> {
  const { parts, run } = ordering;
  const { redeploys } = environmentDeploymentRow(parts.store.database, run.id);
  const planned = await Promise.all(
    orderedOf(ordering).map(async (row) => {
      const elsewhere = whyElsewhere(ordering, row);
      if (elsewhere !== null) return { row, action: 'blocked' as const, reasons: [elsewhere] };
      const { store, caller } = onBehalf(ordering, row.service_id, asked);
      // whoever may read deployments reads the log and the reason: they name no variable
      const context = { store, caller: { ...caller, subject: '' }, deployments: parts.deployments };
      return { row, ...(await planService(context, row.service_id, { redeploy: redeploys === 1 })) };
    }),
  );
  run.check();
  const blocked = planned.filter(({ action }) => action === 'blocked');
  if (blocked.length > 0) return refused(ordering, blocked);
  parts.store.write((tx) => {
    for (const { row, action } of planned) {
      patchOrdered(tx, row, { action: action === 'up-to-date' ? 'up-to-date' : 'deploy' });
    }
  });
  for (const { row, action, reasons } of planned) {
    const what = action === 'up-to-date' ? 'is left as it is' : 'is to be deployed';
    run.log.say(`Level ${row.level + 1}: “${nameOf(ordering, row)}” ${what}. ${reasons.join(' ')}`);
  }
}

/** The same for what goes back: each service can, before the first one does. */
async function lookBack(ordering: Ordering): Promise<End | undefined> {
  const { deployments } = ordering.parts;
  const back = orderedOf(ordering).filter(({ action }) => action === 'roll-back' || action === 'stop');
  const looked = back.map(async (row) => {
    const reason = whyElsewhere(ordering, row) ?? whyTouched(ordering, row);
    if (reason !== null) return { row, reasons: [reason] };
    return {
      row,
      reasons: row.target_id === null ? [] : await deployments.rollbackObjections(row.target_id),
    };
  });
  const blocked = (await Promise.all(looked)).filter(({ reasons }) => reasons.length > 0);
  return blocked.length > 0 ? refused(ordering, blocked) : undefined;
}

function refused(
  ordering: Ordering,
  blocked: readonly { readonly row: OrderedRow; readonly reasons: readonly string[] }[],
): End {
  const reasons = blocked.map(({ row, reasons: each }) => `“${nameOf(ordering, row)}”: ${each.join(' ')}`);
  return { state: 'failed', reason: `${reasons.join('\n')}\nNothing was changed.` };
}

const asked = { operation: 'environment.deploy', permission: 'deployment.create' } as const;

/** One level after the other; the next one begins when all services of a level are healthy. */
async function inOrder(ordering: Ordering): Promise<End | ToUndo | undefined> {
  const { run } = ordering;
  for (const level of byLevel(orderedOf(ordering))) {
    const rows = level.filter(({ action }) => action !== 'up-to-date');
    if (rows.length === 0) continue;
    const names = rows.map((row) => `“${nameOf(ordering, row)}”`).join(', ');
    run.enter(`level ${(rows[0]?.level ?? 0) + 1}`);
    run.log.say(`Level ${(rows[0]?.level ?? 0) + 1}: ${names}.`);
    for (const row of rows) await begin(ordering, row);
    await untilSettled(ordering, idsOf(rows), { column: 'deployment_id', signal: run.signal });
    const failures = failuresOf(ordering, rows);
    if (failures.length > 0) return fail(ordering, failures);
    run.log.say(`${names} healthy.`);
  }
}

function fail(ordering: Ordering, failures: readonly string[]): End | ToUndo {
  const { parts, run } = ordering;
  const whole = environmentDeploymentRow(parts.store.database, run.id);
  const told = [...failures, tellLeft(ordering)].filter(Boolean).join('\n');
  if (whole.on_failure === 'keep' || changedBy(parts.store, whole).length === 0) {
    return { state: 'failed', reason: told };
  }
  return { reason: (undone) => [told, undone].filter(Boolean).join('\n') };
}

/** Why services are not as they should be, one line each. */
function failuresOf(ordering: Ordering, rows: readonly OrderedRow[]): string[] {
  const ids = idsOf(rows);
  const now = orderedOf(ordering).filter(({ service_id }) => ids.has(service_id));
  const deployments = deploymentsOf(ordering.parts.store, now);
  return now.flatMap((row) => {
    const name = `“${nameOf(ordering, row)}”`;
    if (row.problem !== null) return `${name}: ${row.problem}`;
    if (row.is_stopped === 1 || row.outcome === 'succeeded') return [];
    const own = deployments.get(row.deployment_id ?? '');
    if (!own) return `${name} was deleted meanwhile.`;
    const deployment = inPlaceOf(ordering.parts.store, own);
    const why = deployment.reason === null ? '' : `: ${deployment.reason}`;
    return `${name}, deployment ${deployment.number} ${deployment.state}${why}`;
  });
}

/** What never had its turn, in words. */
function tellLeft(ordering: Ordering): string {
  const left = orderedOf(ordering).filter(
    ({ action, deployment_id, problem, is_stopped }) =>
      action !== 'up-to-date' && deployment_id === null && problem === null && is_stopped === 0,
  );
  if (left.length === 0) return '';
  return `Not started: ${left.map((row) => `“${nameOf(ordering, row)}”`).join(', ')}.`;
}

/** Takes what it changed back to what ran before, the last level first; stops where one of them stays. */
async function goBack(ordering: Ordering): Promise<Undone> {
  const { parts, run } = ordering;
  const whole = environmentDeploymentRow(parts.store.database, run.id);
  for (const level of byLevel(changedBy(parts.store, whole)).toReversed()) {
    const names = level.map((row) => `“${nameOf(ordering, row)}”`).join(', ');
    run.enter('rolling back', `Rolling back ${names}.`);
    for (const row of level) await beginUndo(ordering, row);
    await untilSettled(ordering, idsOf(level), { column: 'undo_id', signal: run.signal });
    const staying = idsOf(changedBy(parts.store, whole));
    if (level.some(({ service_id }) => staying.has(service_id))) break;
  }
  const stay = changedBy(parts.store, whole);
  if (stay.length === 0) return { isRestored: true, text: 'All that was changed was rolled back.' };
  const names = stay.map(
    (row) => `“${nameOf(ordering, row)}”${row.problem === null ? '' : ` (${row.problem})`}`,
  );
  return { isRestored: false, text: `Not rolled back: ${names.join(', ')}.` };
}

/** Cancels all that it has under way and waits until it is undone; one whose server is away is undone when that is back. */
async function cancelAll(ordering: Ordering): Promise<Undone> {
  const { parts, run } = ordering;
  const rows = orderedOf(ordering);
  const ids = rows.flatMap(({ deployment_id, undo_id }) => [deployment_id ?? [], undo_id ?? []].flat());
  await parts.deployments.end(ids);
  for (const column of ['deployment_id', 'undo_id'] as const) {
    await untilSettled(ordering, idsOf(rows), { column, signal: run.signals.close, isCancelling: true });
  }
  if (run.signals.close.aborted) throw new AppError('CANCELLED', { what: 'The work' });
  const stopped = orderedOf(ordering).filter(
    ({ action, is_stopped }) => action === 'stop' && is_stopped === 1,
  );
  const done = [...changedBy(parts.store, run), ...stopped].map((row) => `“${nameOf(ordering, row)}”`);
  const kept = done.length > 0 ? `Done before, and kept: ${done.join(', ')}.` : 'Nothing was changed.';
  return { isRestored: done.length === 0, text: [kept, tellLeft(ordering)].filter(Boolean).join(' ') };
}

const idsOf = (rows: readonly OrderedRow[]): Set<string> => new Set(rows.map(({ service_id }) => service_id));
