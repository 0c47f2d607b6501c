import * as z from 'zod';
import { networkNameOf } from '#shared/model/service-names.ts';
import type { Store } from '../../../store/store.ts';
import { type ServiceView, servicesIn } from '../../../workload/index.ts';
import { requireRow } from '../../node/index.ts';

const Place = z.object({
  environmentId: z.string(),
  projectId: z.string(),
  project: z.string(),
  environment: z.string(),
  serverId: z.string(),
  serverName: z.string(),
});

/** One end of a move, as it was called when that was asked for. */
export type Place = z.infer<typeof Place>;

const Move = z.object({ from: Place, to: Place, subject: z.string() });

/** What a deployment that moves its service keeps of it; `subject` asked for it, and is judged again on the way. */
export type Move = z.infer<typeof Move>;

/** Reads the column `move` of a deployment. */
export function moveOf({ move }: { readonly move: string | null }): Move | null {
  return move === null ? null : Move.parse(JSON.parse(move));
}

/** Whether both ends are one server. */
export function isSameServer({ from, to }: Pick<Move, 'from' | 'to'>): boolean {
  return from.serverId === to.serverId;
}

/** Where a service is; undefined where it has no server. */
export function placeOf({ ids, names, serverId, serverName }: ServiceView): Place | undefined {
  if (serverId === null) return undefined;
  return {
    environmentId: ids.environment,
    projectId: ids.project,
    project: names.project,
    environment: names.environment,
    serverId,
    serverName: serverName ?? '',
  };
}

/** A place of an environment and a server that are there; NOT_FOUND where one is not. */
export function placeAt(
  store: Store,
  at: { readonly environmentId: string; readonly serverId: string },
): Place {
  const environment = requireRow(store.access.node(at.environmentId), 'environment', at.environmentId);
  const project = requireRow(environment.parent ?? undefined, 'project', at.environmentId);
  return {
    ...at,
    projectId: project.id,
    project: project.name ?? '',
    environment: environment.name ?? '',
    serverName: requireRow(store.access.node(at.serverId), 'server', at.serverId).name ?? '',
  };
}

/** A service as it is at a place where it has yet to come; the environment may be gone since. */
export function viewAt(store: Store, view: ServiceView, place: Omit<Place, 'serverName'>): ServiceView {
  const others = servicesIn(store.access.node(place.environmentId)).filter(({ id }) => id !== view.id);
  return {
    ...view,
    ids: { ...view.ids, project: place.projectId, environment: place.environmentId },
    names: { ...view.names, project: place.project, environment: place.environment },
    siblings: [...others, { id: view.id, name: view.names.service }],
    serverId: place.serverId,
    serverName: store.access.node(place.serverId)?.name ?? null,
  };
}

/** The network of the environment of a place. */
export function networkOf({ names }: Pick<ServiceView, 'names'>, place: Place): string {
  const { project, environment } = place;
  return networkNameOf({ ...names, project, environment }, place.environmentId);
}
