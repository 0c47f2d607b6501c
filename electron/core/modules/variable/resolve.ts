import { databaseFacts } from '#shared/contract/database-facts.ts';
import { readsItself } from '#shared/model/databases/own-names.ts';
import { variableLevels } from '#shared/model/variables/levels.ts';
import type { PreparedLevel } from '#shared/model/variables/lookup.ts';
import {
  type Resolution,
  resolveLevels,
  resolveTexts,
  type Source,
  type Surroundings,
} from '#shared/model/variables/resolve.ts';
import { sql } from '../../store/database.ts';
import { prepared } from '../../store/prepared.ts';
import type { Store } from '../../store/store.ts';
import { specOf } from '../../workload/index.ts';
import { preparedLevel } from './entries.ts';
import { factsBeside } from './facts-beside.ts';
import { levelNodes } from './readable.ts';

const lowestLevel = variableLevels[variableLevels.length - 1];

const serverOf = prepared(({ id }: { id: string }) =>
  sql.selectFrom('service').select('server_id').where('id', '=', id),
);

const databaseSpecOf = prepared(({ id }: { id: string }) =>
  sql.selectFrom('service').select('spec').where('id', '=', id).where('type', '=', 'database'),
);

/** A variable that a service would get from above by its name, and does not get. */
export interface NotInherited extends Source {
  readonly name: string;
  /** Why not, as the rest of a sentence. */
  readonly reason: string;
}

/** What a service gets, and what it does not inherit because of what it is. */
export interface ServiceResolution extends Resolution {
  readonly notInherited: readonly NotInherited[];
}

/**
 * What a service gets from every level, or every service of an environment from those above it, for its deployment on the
 * server and in the environment that are given or else in its own. Secrets are in the clear and never leave the core.
 * A database inherits no variable that its engine's image reads itself; its own, which may refer to such a one, stay.
 */
export function resolveVariables(
  store: Store,
  serviceId: string,
  serverId?: string | null,
  environmentId?: string,
): ServiceResolution {
  const { levels, surroundings } = around(store, { serviceId, serverId, environmentId });
  const resolution = resolveLevels(levels, surroundings);
  const reason = reasonAgainst(store, serviceId);
  if (!reason) return { ...resolution, notInherited: [] };
  const isKept = ({ name, level }: Pick<NotInherited, 'name' | 'level'>): boolean =>
    level === lowestLevel || reason(name) === undefined;
  return {
    variables: resolution.variables.filter(isKept),
    problems: resolution.problems.filter(isKept),
    notInherited: resolution.variables
      .filter((each) => !isKept(each))
      .map(({ name, level, scope }) => ({ name, level, scope, reason: reason(name) ?? '' })),
  };
}

/** Says why a service must not inherit a name; undefined for a service that inherits all. */
function reasonAgainst(store: Store, id: string): ((name: string) => string | undefined) | undefined {
  const spec = store.database.first(databaseSpecOf({ id }))?.spec;
  const parsed = spec ? specOf({ spec }) : undefined;
  if (parsed?.type !== 'database') return undefined;
  const { engine } = databaseFacts(parsed);
  return (name) => (readsItself(engine, name) ? `the image of ${engine.label} reads it itself` : undefined);
}

/** The same for texts that refer to variables, such as files: each as the container gets it, or why it cannot. */
export function resolveServiceTexts(
  store: Store,
  serviceId: string,
  texts: readonly string[],
  place: { readonly serverId?: string | null | undefined; readonly environmentId?: string | undefined } = {},
): ReturnType<typeof resolveTexts> {
  const { levels, surroundings } = around(store, { serviceId, ...place });
  return resolveTexts(levels, surroundings, texts);
}

/** Every level above a service, and where it stands. */
function around(
  store: Store,
  {
    serviceId,
    serverId,
    environmentId,
  }: {
    readonly serviceId: string;
    readonly serverId?: string | null | undefined;
    readonly environmentId?: string | undefined;
  },
): { readonly levels: PreparedLevel[]; readonly surroundings: Surroundings } {
  const levels = levelNodes(store, serviceId, environmentId);
  const environment = levels.get('environment');
  const siblings = [...(environment?.children ?? [])].flatMap(({ id, kind, name }) =>
    kind === lowestLevel ? [{ id, name: name ?? '' }] : [],
  );
  const server = serverId ?? store.database.first(serverOf({ id: serviceId }))?.server_id ?? undefined;
  return {
    levels: [...levels].map(([level, { id }]) => preparedLevel(store, level, id)),
    surroundings: { place: { environment: environment?.id, server }, factOf: factsBeside(store, siblings) },
  };
}
