import type { PlannedService } from '#shared/contract/environment-deployment.ts';
import { gitSourceOf, specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import { wavesOf } from '#shared/model/service-order.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { serviceView } from '../../workload/index.ts';
import { concealed, type Deployments, runningOf } from '../deployment/index.ts';
import { dependenciesIn } from '../service/index.ts';
import { sentFolderRow } from '../source/index.ts';

type Asking = Pick<OperationContext, 'store' | 'caller'>;

/** What of an environment is to be deployed. */
export interface Chosen {
  readonly environmentId: string;
  /** All of its services where none is named. */
  readonly serviceIds?: readonly string[] | undefined;
}

/** The chosen services in the levels in which they wait for each other. CONFLICT where there is none. */
export function levelsOf(store: Store, { environmentId, serviceIds }: Chosen): string[][] {
  const own = servicesBelow(store, environmentId);
  const chosen = serviceIds ? own.filter((id) => serviceIds.includes(id)) : own;
  if (chosen.length === 0) {
    const reason = 'it has no service yet; create one first';
    throw new AppError('CONFLICT', { field: 'environmentId', reason });
  }
  return wavesOf(chosen, dependenciesIn(store.database, environmentId));
}

/** In which order the chosen services would be deployed, and which of them; asks their servers and changes nothing. */
export async function planEnvironment(
  context: Asking & { readonly deployments: Pick<Deployments, 'plan'> },
  asked: Chosen & { readonly redeploy: boolean },
): Promise<PlannedService[]> {
  const { store } = context;
  const dependencies = dependenciesIn(store.database, asked.environmentId);
  const named = (id: string) => ({ id, name: store.access.node(id)?.name ?? '' });
  const levels = levelsOf(store, asked);
  const planned = levels.flatMap((ids, level) =>
    ids.map(async (serviceId): Promise<PlannedService> => {
      const { name } = named(serviceId);
      const dependsOn = (dependencies.get(serviceId) ?? []).map(named);
      return {
        level: level + 1,
        serviceId,
        name,
        ...(await planService(context, serviceId, asked)),
        dependsOn,
      };
    }),
  );
  return Promise.all(planned);
}

/** What would be done with one service, and why. */
export async function planService(
  context: Asking & { readonly deployments: Pick<Deployments, 'plan'> },
  serviceId: string,
  { redeploy }: { readonly redeploy: boolean },
): Promise<Pick<PlannedService, 'action' | 'reasons' | 'changes' | 'warnings'>> {
  const found = await context.deployments.plan(serviceId);
  const { isFirst, changes, blockers, warnings } = concealed(context, serviceId, found);
  const answer = { changes, warnings };
  if (blockers.length > 0) return { action: 'blocked', reasons: blockers, ...answer };
  const because = whyDeploy({
    isFirst,
    fields: changes.map(({ field }) => field),
    hasDrifted: found.hasDrifted === true,
    state: stateOf(context.store, serviceId),
    moved: movedSource(context.store, serviceId),
  });
  if (because !== null) return { action: 'deploy', reasons: [because], ...answer };
  if (redeploy)
    return { action: 'deploy', reasons: ['Nothing changed; it is deployed all the same.'], ...answer };
  const reasons = ['What is saved runs already.', tagHint(context.store, serviceId) ?? []].flat();
  return { action: 'up-to-date', reasons, ...answer };
}

/** Why a service is deployed that nobody insists on; null where what is wanted runs, and runs well. */
function whyDeploy(seen: {
  readonly isFirst: boolean;
  readonly fields: readonly string[];
  readonly hasDrifted: boolean;
  readonly state: string;
  readonly moved: string | null;
}): string | null {
  if (seen.isFirst) return 'Nothing of it runs yet.';
  if (seen.fields.length > 0) return `Changed: ${seen.fields.join(', ')}.`;
  if (seen.hasDrifted) return 'What runs is not what was deployed last.';
  if (seen.state === 'deploying') return 'It is being deployed now.';
  if (seen.state !== 'running') return `It does not run well: ${seen.state}.`;
  return seen.moved;
}

/** Why what a service is built from is not what it was, or may not be, in words; null where that is fixed. */
function movedSource(store: Store, serviceId: string): string | null {
  const view = serviceView(store, serviceId);
  const { spec } = view;
  if (spec === null) return null;
  const ref = gitSourceOf(spec)?.ref;
  if (ref && ref.type !== 'commit')
    return `It is built from the ${ref.type} ${ref.name}, which may have moved.`;
  if (!('source' in spec) || spec.source?.type !== 'folder') return null;
  const ran = runningOf(store, view)?.row.source_digest;
  const sent = sentFolderRow(store.database, serviceId)?.digest;
  return sent === undefined || sent === ran ? null : 'Its folder was sent anew.';
}

/** Says of an image by a tag that it may be another one by now: replacing it unasked can be an outage, as of a database. */
function tagHint(store: Store, serviceId: string): string | null {
  const { spec } = serviceView(store, serviceId);
  const image = spec && specFacts(spec).image;
  if (!image || image.includes('@sha256:')) return null;
  return `A tag can move: ${image} is asked for anew only where what is up to date is deployed too.`;
}

function stateOf({ database }: Store, serviceId: string): string {
  const query = sql.selectFrom('service').select('state').where('id', '=', serviceId);
  return database.first(query)?.state ?? 'unknown';
}

function servicesBelow({ database }: Store, environmentId: string): string[] {
  const services = sql.selectFrom('service').innerJoin('node', 'node.id', 'service.id').select('service.id');
  const own = services.where('node.parent_id', '=', environmentId).orderBy('node.name');
  return database.all(own).map(({ id }) => id);
}
