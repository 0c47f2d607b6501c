import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { type PolicyRow, shownBy, writtenPolicy, writtenRoles } from '#test/support/policy.ts';
import type { Ids } from '#test/support/populate.ts';
import { idsIn } from './ids-in.ts';

/** What docs/access.md says of one call, worked out from its tables alone and never by asking the code under test. */
export type Expected = 'allowed' | 'FORBIDDEN' | 'NOT_FOUND';

const kindOf = (id: string): NodeKind => {
  const prefix = id.slice(0, id.indexOf('_'));
  const found = Object.entries(nodeKinds).find(([, kind]) => kind.prefix === prefix);
  if (!found) throw new Error(`no kind has the prefix of ${id}`);
  return found[0] as NodeKind;
};

/** Who asks: a built-in role; a Member has one grant, on the environment in scope. */
export interface Asker {
  /** The name of a built-in role. */
  readonly role: string;
  /** The ids at and below the node of the grant, and those that lie above it. */
  readonly granted: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
  /** Extra permissions, which hold everywhere. */
  readonly extras: readonly string[];
}

const reachOf = (role: string): string | undefined => writtenRoles.get(role)?.reach;

export const askerOf = (role: string, inScope: Ids, extras: readonly string[] = []): Asker => {
  const {
    organizationId = '',
    projectId = '',
    environmentId = '',
    serviceId = '',
    deploymentId = '',
    environmentDeploymentId = '',
    domainId = '',
  } = inScope;
  if (reachOf(role) !== 'granted') return { role, granted: new Set(), paths: new Set(), extras };
  return {
    role,
    granted: new Set([environmentId, serviceId, deploymentId, environmentDeploymentId, domainId]),
    paths: new Set([organizationId, projectId]),
    extras,
  };
};

const has = ({ role }: Asker, permission: string): boolean =>
  writtenRoles.get(role)?.permissions.has(permission) ?? false;

const holds = (asker: Asker, permission: string, id: string): boolean =>
  asker.extras.includes(permission) ||
  (has(asker, permission) && (reachOf(asker.role) !== 'granted' || asker.granted.has(id)));

/** Whether anything that an operation demands on this kind, or on one below it, is held on the node. */
const sees = (asker: Asker, id: string): boolean => {
  const kind = kindOf(id);
  if (kind === 'organization' || asker.paths.has(id)) return true;
  return [shownBy(kind), ...demandedOn(kind)].some((permission) => holds(asker, permission, id));
};

const isWithin = (kind: NodeKind, other: NodeKind): boolean => {
  for (let at: NodeKind | null = kind; at; at = nodeKinds[at].parent) if (at === other) return true;
  return false;
};

const demandedOn = (kind: NodeKind): string[] =>
  [...writtenPolicy.values()].flatMap(({ on, permission }) =>
    on !== '' && on !== 'organization' && isWithin(on as NodeKind, kind) ? [permission] : [],
  );

/** An organization's roles, teams and the like may be named by whoever may give anything there. */
const mayGive = ({ role, extras }: Asker): boolean =>
  giving.some(
    (permission) => extras.includes(permission) || writtenRoles.get(role)?.permissions.has(permission),
  );
const giving = [
  ...['invitation.create', 'member.create', 'member.update', 'team.create', 'team.update'],
  ...['organization.update', 'organization.transfer'],
];

/** What a call with ids of the asker's own organization has to answer. */
export const expectedOf = (
  { permission, on, marks, ids }: PolicyRow,
  input: Readonly<Record<string, unknown>>,
  asker: Asker,
): Expected => {
  const target = String(input[`${on}Id`] ?? '');
  const named = ids.flatMap((each) =>
    idsIn(input, each.field).map((id) => ({ id, demands: each.permission, isGiven: each.isGiven })),
  );
  if (!sees(asker, target)) return 'NOT_FOUND';
  if (named.some(({ id, isGiven }) => !sees(asker, id) && !(isGiven && mayGive(asker)))) return 'NOT_FOUND';
  // A list leaves out what may not be read, so it is open to whoever may read anything of it.
  const isOpenList = marks.includes('filtered') && asker.paths.has(target) && has(asker, permission);
  // Everybody here is a member of the organization, and lists what there is theirs (R19).
  const isOwnList = marks.includes('own') && on === 'organization';
  if (!isOpenList && !isOwnList && !holds(asker, permission, target)) return 'FORBIDDEN';
  const lacks = named.some(({ id, demands }) => demands && !holds(asker, demands, id));
  return lacks ? 'FORBIDDEN' : 'allowed';
};
