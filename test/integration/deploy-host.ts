import { createCore } from '#core/create-core.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';
import type { Begin } from './killed-host.ts';

/**
 * A host process of its own on a data folder, to be killed: deploys a service, moves it, or deploys its whole environment,
 * and ends itself by SIGKILL in the instant when the deployment of the service is at a point (`delayMs` later). A point is a state, or what a hand-over knows besides:
 * `routed` (the proxy leads to the new version), `retiring` (the old one is being ended), `back` (it was cancelled once it
 * was routed, and is being undone).
 */
const [dataFolder = '', serviceId = '', killAt = '', delayMs = '0', begun = 'null'] = process.argv.slice(2);
const begin: Begin | null = JSON.parse(begun);

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly isRetiring: number;
  readonly isCancelled: number;
}

const core = await createCore(fakeHost({ dataFolder }));
const client = clientOf(core);
const { store } = core.services;
const prepare = store.changes.prepare.bind(store.changes);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
let isDying = false;
let isCancelled = false;
const before = look()?.id;

store.changes.prepare = (organizationId, changes) => {
  const newest = look();
  const seen = newest?.id === before ? undefined : newest;
  const isRouted = seen?.state === 'draining' && changes.some(({ kind }) => kind === 'domain');
  if (isRouted && killAt === 'back' && !isCancelled) {
    isCancelled = true;
    setImmediate(() => void client.deployment.cancel({ deploymentId: seen.id }));
  }
  if (seen && isAt(seen, isRouted) && !isDying) {
    isDying = true;
    if (Number(delayMs) === 0) die();
    setTimeout(die, Number(delayMs));
  }
  return prepare(organizationId, changes);
};
if (begin === null) await client.deployment.create({ serviceId });
else if ('moveTo' in begin) await client.service.move({ serviceId, ...begin.moveTo });
else await client.environment.deploy(begin.whole);

function look(): Seen | undefined {
  return store.database.connection
    .prepare(
      `SELECT id, CASE state WHEN 'running' THEN coalesce(step, 'planning') ELSE state END AS state,
         coalesce(progress ->> 'isRetiring', 0) AS isRetiring, cancel_requested AS isCancelled
       FROM run WHERE subject_id = ? ORDER BY queued_at DESC`,
    )
    .get(serviceId) as Seen | undefined;
}

function isAt({ state, ...seen }: Seen, isRouted: boolean): boolean {
  if (killAt === 'routed') return isRouted;
  if (killAt === 'retiring') return seen.isRetiring === 1;
  if (killAt === 'back') return seen.isCancelled === 1;
  return state === killAt;
}
