import { createMongoAbility, type MongoAbility, subject } from '@casl/ability';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { type Enforcer, newEnforcer, newModelFromString } from 'casbin';
import { AccessIndex } from '#core/access/index.ts';
import { allPermissions, type Permission } from '#shared/model/permissions.ts';
import { alternate, bound, printTable, seededRandom } from './measure.ts';

/** 1 organization, 200 projects, 400 environments, 10,000 services; 100 roles; 1,000 members. */
const random = seededRandom(7);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

interface Node {
  readonly id: string;
  readonly kind: 'organization' | 'project' | 'environment' | 'service';
  readonly parentId: string | null;
}
const nodes: Node[] = [{ id: 'o', kind: 'organization', parentId: null }];
for (let p = 0; p < 200; p += 1) nodes.push({ id: `p${p}`, kind: 'project', parentId: 'o' });
for (let e = 0; e < 400; e += 1) nodes.push({ id: `e${e}`, kind: 'environment', parentId: `p${e % 200}` });
for (let s = 0; s < 10_000; s += 1) nodes.push({ id: `s${s}`, kind: 'service', parentId: `e${s % 400}` });
const parentOf = new Map(nodes.map((node) => [node.id, node.parentId]));
const pathOf = (id: string): string[] => {
  const parent = parentOf.get(id);
  return parent ? [id, ...pathOf(parent)] : [id];
};

const roles = Array.from({ length: 100 }, (_, index) => ({
  id: `r${index}`,
  name: `r${index}`,
  level: 30,
  reach: index % 2 === 0 ? ('organization' as const) : ('granted' as const),
  permissions: Array.from({ length: 12 }, () => pick(allPermissions)),
}));
const scopes = nodes.filter(({ kind }) => kind !== 'organization');
const members = Array.from({ length: 1_000 }, (_, index) => ({
  id: `m${index}`,
  role: roles[index % 100] as (typeof roles)[number],
  grants: Array.from({ length: index % 4 }, () => ({ nodeId: pick(scopes).id, role: pick(roles) })),
}));
const services = nodes.filter(({ kind }) => kind === 'service');

interface Question {
  readonly member: (typeof members)[number];
  readonly permission: Permission;
  readonly nodeId: string;
}
/** Half of them are asked below a grant of the member, or nearly all answers would be no. */
const questions: Question[] = Array.from({ length: 4_096 }, () => {
  const member = pick(members);
  const grant = member.grants[0];
  const below = grant && random() < 0.5 ? services.filter(({ id }) => pathOf(id).includes(grant.nodeId)) : [];
  const nodeId = (below.length > 0 ? pick(below) : pick(services)).id;
  const known = random() < 0.5 ? pick((grant?.role ?? member.role).permissions) : pick(allPermissions);
  return { member, permission: known, nodeId };
});

const index = new AccessIndex();
for (const node of nodes) index.addNode({ ...node, organizationId: 'o', name: node.id });
for (const role of roles) index.setRole(role);
for (const member of members) {
  index.setMember({
    id: member.id,
    organizationId: 'o',
    accountId: member.id,
    roleId: member.role.id,
    extras: [],
    isSuspended: false,
  });
  for (const [at, { nodeId, role }] of member.grants.entries()) {
    const id = `${member.id}g${at}`;
    index.setGrant({
      id,
      memberId: member.id,
      teamId: null,
      nodeId,
      tagIds: null,
      roleId: role.id,
      endsAt: null,
    });
  }
}
const ours = ({ member, permission, nodeId }: Question): boolean => index.can(member.id, permission, nodeId);

/** CASL: one cached ability a member; the node carries its path, as CASL has no inheritance of its own. */
const abilities = new Map<string, MongoAbility>(
  members.map(({ id, role, grants }) => [
    id,
    createMongoAbility([
      ...(role.reach === 'organization'
        ? role.permissions.map((action) => ({ action, subject: 'Node' }))
        : []),
      ...grants.flatMap((grant) =>
        grant.role.permissions.map((action) => ({
          action,
          subject: 'Node',
          conditions: { path: grant.nodeId },
        })),
      ),
    ]),
  ]),
);
const caslNodes = new Map(nodes.map(({ id }) => [id, subject('Node', { id, path: pathOf(id) })]));
const casl = ({ member, permission, nodeId }: Question): boolean =>
  abilities.get(member.id)?.can(permission, caslNodes.get(nodeId) as never) ?? false;

/** Every (role, scope) that somebody holds, as one group of permissions. */
const held = (member: (typeof members)[number]): { role: (typeof roles)[number]; scope: string }[] => [
  ...(member.role.reach === 'organization' ? [{ role: member.role, scope: 'o' }] : []),
  ...member.grants.map(({ role, nodeId }) => ({ role, scope: nodeId })),
];
const groups = new Map(
  members.flatMap(held).map(({ role, scope }) => [`${role.id}@${scope}`, { role, scope }]),
);

const openCasbin = async (): Promise<Enforcer> => {
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
    [...groups].flatMap(([name, { role, scope }]) =>
      [...new Set(role.permissions)].map((act) => [name, scope, act]),
    ),
  );
  const memberships = members.flatMap((member) =>
    held(member).map(({ role, scope }) => [member.id, `${role.id}@${scope}`]),
  );
  await enforcer.addGroupingPolicies([...new Map(memberships.map((pair) => [pair.join(), pair])).values()]);
  await enforcer.addNamedGroupingPolicies(
    'g2',
    nodes.flatMap(({ id, parentId }) => (parentId ? [[id, parentId]] : [])),
  );
  return enforcer;
};
const casbinEnforcer = await openCasbin();
const casbin = ({ member, permission, nodeId }: Question): boolean =>
  casbinEnforcer.enforceSync(member.id, nodeId, permission);

const policies = [...groups]
  .map(([name, { role, scope }]) => {
    const actions = role.permissions.map((permission) => `Action::"${permission}"`).join(', ');
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
  members.map((member) => [
    member.id,
    {
      uid: { type: 'Member', id: member.id },
      attrs: {},
      parents: held(member).map(({ role, scope }) => ({ type: 'Group', id: `${role.id}@${scope}` })),
    },
  ]),
);
const cedarWasm = ({ member, permission, nodeId }: Question): boolean => {
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

const peers = { casl, casbin, cedarWasm };
const compared = { casl: questions, casbin: questions.slice(0, 300), cedarWasm: questions.slice(0, 300) };
for (const [name, ask] of Object.entries(peers)) {
  for (const question of compared[name as keyof typeof peers]) {
    if (ask(question) !== ours(question))
      throw new Error(`${name} answers ${JSON.stringify(question)} differently`);
  }
}
const yes = questions.filter(ours).length;
console.log(`All answers equal (${yes} of ${questions.length} are yes).`);

let sink = 0;
const asking = (name: string, ask: (question: Question) => boolean, count: number, times = 1) => ({
  name,
  units: count * times,
  run: (round: number) => {
    for (let time = 0; time < times; time += 1) {
      for (let at = 0; at < count; at += 1) {
        const question = questions[(at + Math.max(0, round)) % questions.length] as Question;
        if (ask(question)) sink += 1;
      }
    }
  },
});
const rows = await alternate(
  [
    asking('quayside', ours, 4_096, 10),
    asking('@casl/ability (cached)', casl, 4_096),
    asking('casbin (sync)', casbin, 5),
    asking('cedar-wasm (preparsed)', cedarWasm, 20),
  ],
  { rounds: 60 },
);
printTable('Decisions: 1,000 members, 100 roles, 10,000 services', rows);
const [own, ...others] = rows;
const perSecond = 1e9 / (own?.medianNs ?? Number.NaN);
bound(
  'at least 2,000,000 decisions a second',
  perSecond >= 2_000_000,
  `${Math.round(perSecond).toLocaleString('en')}/s`,
);
for (const peer of others) {
  const ratio = peer.medianNs / (own?.medianNs ?? Number.NaN);
  bound(`ahead of ${peer.name}`, ratio > 1, `${ratio.toFixed(1)}× as fast`);
}
if (sink < 0) throw new Error('unreachable');
