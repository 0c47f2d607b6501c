import { createMongoAbility, type MongoAbility, subject } from '@casl/ability';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { createAccessControl } from 'better-auth/plugins/access';
import { newEnforcer, newModelFromString } from 'casbin';
import { catalogue } from '#shared/model/permissions.ts';
import { heldBy, members, nodes, parentOf, pathOf, type Question } from './access-questions.ts';

type Ask = (question: Question) => boolean;

const held = new Map(members.map((member) => [member.id, heldBy(member)]));

/** CASL: one cached ability a member; the node carries its path, as CASL has no inheritance of its own. */
const abilities = new Map<string, MongoAbility>(
  [...held].map(([id, groups]) => [
    id,
    createMongoAbility(
      groups.flatMap(({ permissions, scope }) =>
        permissions.map((action) => ({ action, subject: 'Node', conditions: { path: scope } })),
      ),
    ),
  ]),
);
const caslNodes = new Map(nodes.map(({ id }) => [id, subject('Node', { id, path: pathOf(id) })]));
export const casl: Ask = ({ member, permission, nodeId }) =>
  abilities.get(member.id)?.can(permission, caslNodes.get(nodeId) as never) ?? false;

/** better-auth: a role a group of permissions; it knows no scopes, so those are looked through here. */
const control = createAccessControl(catalogue as never);
const betterAuthRole = (permissions: readonly string[]) => {
  const kinds = Map.groupBy(permissions, (permission) => permission.split('.')[0] ?? '');
  const verbs = [...kinds].map(([kind, all]) => [kind, all.map((each) => each.slice(kind.length + 1))]);
  return control.newRole(Object.fromEntries(verbs) as never) as unknown as {
    authorize(request: Record<string, string[]>): { success: boolean };
  };
};
const betterAuthRoles = new Map(
  [...held].map(([id, all]) => [
    id,
    all.map(({ permissions, scope }) => ({ scope, role: betterAuthRole(permissions) })),
  ]),
);
const paths = new Map(nodes.map(({ id }) => [id, new Set(pathOf(id))]));
export const betterAuth: Ask = ({ member, permission, nodeId }) => {
  const dot = permission.indexOf('.');
  const request = { [permission.slice(0, dot)]: [permission.slice(dot + 1)] };
  const path = paths.get(nodeId);
  return (betterAuthRoles.get(member.id) ?? []).some(
    ({ scope, role }) => path?.has(scope) && role.authorize(request).success,
  );
};

/** Every set of permissions at a scope that somebody holds, as one group of the engines below. */
const nameOf = ({ permissions, scope }: { permissions: readonly string[]; scope: string }): string =>
  `${permissions.join('+')}@${scope}`;
const groups = new Map([...held.values()].flat().map((group) => [nameOf(group), group]));

const enforcer = await newEnforcer(
  newModelFromString(`
    [request_definition]
    r = sub, obj, act
    [policy_definition]
    p = sub, obj, act
    [role_definition]
    g = _, _
    g2 = _, _
    [policy_effect]
    e = some(where (p.eft == allow))
    [matchers]
    m = r.act == p.act && g(r.sub, p.sub) && g2(r.obj, p.obj)`),
);
await enforcer.addPolicies(
  [...groups].flatMap(([name, { permissions, scope }]) =>
    [...new Set(permissions)].map((act) => [name, scope, act]),
  ),
);
const memberships = [...held].flatMap(([id, all]) => all.map((group) => [id, nameOf(group)]));
await enforcer.addGroupingPolicies([...new Map(memberships.map((pair) => [pair.join(), pair])).values()]);
await enforcer.addNamedGroupingPolicies(
  'g2',
  nodes.flatMap(({ id, parentId }) => (parentId ? [[id, parentId]] : [])),
);
export const casbin: Ask = ({ member, permission, nodeId }) =>
  enforcer.enforceSync(member.id, nodeId, permission);

const policies = [...groups]
  .map(([name, { permissions, scope }]) => {
    const actions = permissions.map((permission) => `Action::"${permission}"`).join(', ');
    return `permit (principal in Group::"${name}", action in [${actions}], resource in Node::"${scope}");`;
  })
  .join('\n');
const parsed = cedar.preparsePolicySet('bench', { staticPolicies: policies });
if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
const cedarNode = (id: string): cedar.EntityJson => {
  const parent = parentOf.get(id);
  return { uid: { type: 'Node', id }, attrs: {}, parents: parent ? [{ type: 'Node', id: parent }] : [] };
};
const cedarMembers = new Map(
  [...held].map(([id, all]) => [
    id,
    {
      uid: { type: 'Member', id },
      attrs: {},
      parents: all.map((group) => ({ type: 'Group', id: nameOf(group) })),
    },
  ]),
);
export const cedarWasm: Ask = ({ member, permission, nodeId }) => {
  const principal = cedarMembers.get(member.id);
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Member', id: member.id },
    action: { type: 'Action', id: permission },
    resource: { type: 'Node', id: nodeId },
    context: {},
    preparsedPolicySetId: 'bench',
    validateRequest: false,
    entities: [...(principal ? [principal] : []), ...pathOf(nodeId).map(cedarNode)],
  });
  return answer.type === 'success' && answer.response.decision === 'allow';
};
