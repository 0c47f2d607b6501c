import { createCore } from '#core/create-core.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';

/**
 * A host process of its own on a data folder, to be killed: deploys a service and ends itself by SIGKILL in
 * the instant after the deployment's row says the given state (`delayMs` later).
 */
const [dataFolder = '', serviceId = '', killAt = '', delayMs = '0'] = process.argv.slice(2);

const core = await createCore(fakeHost({ dataFolder }));
const { store } = core.services;
const prepare = store.changes.prepare.bind(store.changes);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let isDying = false;
store.changes.prepare = (organizationId, changes) => {
  const state = store.database.connection
    .prepare(
      "SELECT CASE state WHEN 'running' THEN coalesce(step, 'planning') ELSE state END AS state FROM run WHERE subject_id = ? ORDER BY queued_at DESC",
    )
    .get(serviceId) as { state: string } | undefined;
  if (state?.state === killAt && !isDying) {
    isDying = true;
    if (Number(delayMs) === 0) die();
    setTimeout(die, Number(delayMs));
  }
  return prepare(organizationId, changes);
};
const { id } = await clientOf(core).deployment.create({ serviceId });
console.log(id);
