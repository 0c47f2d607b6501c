import { aliasOf } from '#shared/model/service-names.ts';
import { variableLevels } from '#shared/model/variables/levels.ts';
import { keyOf, type PreparedLevel } from '#shared/model/variables/lookup.ts';
import {
  type Resolution,
  resolveLevels,
  resolveTexts,
  type Surroundings,
} from '#shared/model/variables/resolve.ts';
import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { Store } from '../../store/store.ts';
import { preparedLevel } from './entries.ts';
import { levelNodes } from './readable.ts';

const lowestLevel = variableLevels[variableLevels.length - 1];

const serverOf = prepared(({ id }: { id: string }) =>
  sql.selectFrom('service').select('server_id').where('id', '=', id),
);

/**
 * What a service gets from every level, or every service of an environment from those above it, for its deployment on the server that is given or else on its own. Secrets are in
 * the clear and never leave the core.
 */
export function resolveVariables(store: Store, serviceId: string, serverId?: string | null): Resolution {
  const { levels, surroundings } = around(store, serviceId, serverId);
  return resolveLevels(levels, surroundings);
}

/** The same for texts that refer to variables, such as files: each as the container gets it, or why it cannot. */
export function resolveServiceTexts(
  store: Store,
  serviceId: string,
  texts: readonly string[],
  serverId?: string | null,
): ReturnType<typeof resolveTexts> {
  const { levels, surroundings } = around(store, serviceId, serverId);
  return resolveTexts(levels, surroundings, texts);
}

/** Every level above a service, and where it stands. */
function around(
  store: Store,
  serviceId: string,
  serverId: string | null | undefined,
): { readonly levels: PreparedLevel[]; readonly surroundings: Surroundings } {
  const levels = levelNodes(store, serviceId);
  const environment = levels.get('environment');
  const siblings = [...(environment?.children ?? [])].flatMap(({ id, kind, name }) =>
    kind === lowestLevel ? [{ id, name: name ?? '' }] : [],
  );
  const hostOf = (name: string): string | undefined => {
    const found = siblings.find((each) => keyOf(each.name) === keyOf(name));
    return found && aliasOf(found, siblings);
  };
  const server = serverId ?? store.database.first(serverOf({ id: serviceId }))?.server_id ?? undefined;
  return {
    levels: [...levels].map(([level, { id }]) => preparedLevel(store, level, id)),
    surroundings: { place: { environment: environment?.id, server }, hostOf },
  };
}
