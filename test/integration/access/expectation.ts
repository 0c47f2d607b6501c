import { idsAt, referenceFields } from '#core/rpc/references.ts';
import type { ContractOperation } from '#shared/contract/operations.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { type BuiltInRole, builtInRoles } from '#shared/model/roles.ts';
import type { Ids } from '#test/support/populate.ts';

/** What access.md says of one call, worked out from its tables alone and never by asking the code under test. */
export type Expected = 'allowed' | 'FORBIDDEN' | 'NOT_FOUND';

/** The kinds that another permission than `kind.read` shows. */
const shownBy: Partial<Record<NodeKind, Permission>> = {
  setup: 'server.read',
  grant: 'member.read',
  apiKey: 'member.update',
  accessRequest: 'member.update',
  identityProvider: 'organization.update',
};

const kindOf = (id: string): NodeKind => {
  const prefix = id.slice(0, id.indexOf('_'));
  const found = Object.entries(nodeKinds).find(([, kind]) => kind.prefix === prefix);
  if (!found) throw new Error(`no kind has the prefix of ${id}`);
  return found[0] as NodeKind;
};

/** Who asks: a built-in role; a Member has one grant, on the environment in scope. */
export interface Asker {
  readonly role: BuiltInRole;
  /** The ids at and below the node of the grant, and those that lie above it. */
  readonly granted: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
  /** Extra permissions, which hold everywhere. */
  readonly extras: readonly Permission[];
}

export const askerOf = (role: BuiltInRole, inScope: Ids, extras: readonly Permission[] = []): Asker => {
  const {
    organizationId = '',
    projectId = '',
    environmentId = '',
    serviceId = '',
    deploymentId = '',
  } = inScope;
  if (role !== 'member') return { role, granted: new Set(), paths: new Set(), extras };
  return {
    role,
    granted: new Set([environmentId, serviceId, deploymentId]),
    paths: new Set([organizationId, projectId]),
    extras,
  };
};

const has = ({ role }: Asker, permission: Permission): boolean =>
  (builtInRoles[role].permissions as readonly Permission[]).includes(permission);

const holds = (asker: Asker, permission: Permission, id: string): boolean =>
  asker.extras.includes(permission) ||
  (has(asker, permission) && (asker.role !== 'member' || asker.granted.has(id)));

const sees = (asker: Asker, id: string): boolean => {
  const kind = kindOf(id);
  if (kind === 'organization' || asker.paths.has(id)) return true;
  return holds(asker, shownBy[kind] ?? (`${kind}.read` as Permission), id);
};

/** What a call with ids of the asker's own organization has to answer. */
export const expectedOf = (
  { meta, input: schema }: ContractOperation,
  input: Readonly<Record<string, unknown>>,
  asker: Asker,
): Expected => {
  const named = referenceFields(schema).flatMap((reference) =>
    idsAt(input, reference.field).map((id) => ({ ...reference, id })),
  );
  if (named.some(({ id }) => !sees(asker, id))) return 'NOT_FOUND';
  const target = String(input[meta.target ?? ''] ?? '');
  // A list leaves out what may not be read, so it is open to whoever may read anything of it.
  const isOpenList =
    meta.filtered === true && asker.paths.has(target) && meta.permission && has(asker, meta.permission);
  if (meta.permission && !isOpenList && !holds(asker, meta.permission, target)) return 'FORBIDDEN';
  const lacks = named.some(({ id, permission }) => permission && !holds(asker, permission, id));
  return lacks ? 'FORBIDDEN' : 'allowed';
};
