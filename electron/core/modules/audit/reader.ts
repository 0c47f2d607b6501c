import type { Named } from '#shared/model/facts.ts';
import { scopeKinds as grantableKinds, isNodeKind, type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { type AccessIndex, bitOf, hasBit, readPermissionOf } from '../../access/index.ts';
import { type AuditRow, kindOfId } from '../../rpc/index.ts';
import { namedOf } from './view.ts';

/** What decides who may read an event, besides the node itself. */
export interface EventClass {
  readonly kind: NodeKind | null;
  /** Of the operation, such as `serviceVariables.write`. */
  readonly permission: string | null;
  /** Kinds of what its facts name besides, with spaces between. */
  readonly named: string;
  /** Whether it says sentences of before there were facts, of which nobody can tell what they name. */
  readonly isOld: boolean;
}

/** Whether all events of a class may be read, none, or each has to be looked at. */
export type Readable = 'all' | 'none' | 'some';

/** What of an audit trail somebody may read. */
export interface AuditReader {
  readable(event: EventClass): Readable;
  /** The exact answer for one event. */
  mayRead(row: AuditRow): boolean;
  /** Whether errors may be told in their own words, which name anything: to who met them, and to who reads all. */
  readsErrors(row: Pick<AuditRow, 'actor_id'>): boolean;
}

/** Kinds whose old events named places, teams and people that are not their own node, in sentences. */
const accessKinds: readonly string[] = [
  'member',
  'team',
  'invitation',
  'role',
  'accessRequest',
] satisfies NodeKind[];

const tellsOfOthers = ({ kind, permission, isOld }: EventClass): boolean =>
  isOld && (accessKinds.includes(kind ?? '') || accessKinds.includes(permission?.split('.')[0] ?? ''));

/** What names anything that an event may name in words of its own. */
const allReads: readonly Permission[] = [...grantableKinds, 'tag', 'team', 'member'].map((kind) =>
  readPermissionOf(kind as NodeKind),
);

/** What an event takes to be read: its node's kind, and what its operation dealt with, such as variables. */
const demanded = ({ kind, permission }: Pick<EventClass, 'kind' | 'permission'>): Permission[] => {
  const subject = `${permission?.split('.')[0] ?? ''}.read`;
  return [...(kind ? [readPermissionOf(kind)] : []), ...(isPermission(subject) ? [subject] : [])];
};

const kindsIn = (named: string): NodeKind[] => named.split(' ').filter(isNodeKind);

/**
 * R15 for the audit trail: an event is there for whoever may read its node, what its operation dealt with, and what
 * it names besides; of a node that is gone, for whoever may read nodes of that kind in the whole organization.
 */
export const readerOf = (access: AccessIndex, subject: string, organizationId: string): AuditReader => {
  const held = access.effective(subject, organizationId);
  const everywhere = (permission: Permission): boolean =>
    held !== undefined && hasBit(held.everywhere, bitOf(permission));
  const inSomeScope = (permission: Permission): boolean =>
    [...(held?.scopes?.values() ?? [])].some((bits) => hasBit(bits, bitOf(permission)));

  const isWhole = allReads.every(everywhere);
  const account = access.memberships.member(held?.memberId ?? '')?.accountId;
  const missingFor = (event: EventClass): Permission[] =>
    demanded(event).filter((permission) => !everywhere(permission));

  const judge = (event: EventClass): Readable => {
    if (tellsOfOthers(event) && !isWhole) return 'none';
    const missing = missingFor(event);
    const isNamedRead = kindsIn(event.named).every((kind) => everywhere(readPermissionOf(kind)));
    if (missing.length === 0) return isNamedRead ? 'all' : 'some';
    if (event.kind && nodeKinds[event.kind].everybodyHasOwn) return 'some';
    return missing.every(inSomeScope) ? 'some' : 'none';
  };

  const judged = new Map<string, Readable>();
  const readable = (event: EventClass): Readable => {
    const key = `${event.kind} ${event.permission} ${event.isOld} ${event.named}`;
    const known = judged.get(key) ?? judge(event);
    judged.set(key, known);
    return known;
  };

  const mayReadNode = (event: EventClass, nodeId: string | null): boolean => {
    if (missingFor(event).length === 0) return true;
    if (nodeId === null || !access.node(nodeId)) return false;
    const dealtWith = demanded({ ...event, kind: null });
    return access.canRead(subject, nodeId) && dealtWith.every((each) => access.can(subject, each, nodeId));
  };

  const mayReadNamed = ({ id, kind }: Named): boolean =>
    nodeKinds[kind].isNameOpen || everywhere(readPermissionOf(kind)) || access.canSee(subject, id);

  return {
    readable,
    mayRead(row) {
      const { node_id: nodeId, permission, named } = row;
      const event = { kind: kindOfId(nodeId), permission, named, isOld: row.format === 1 };
      const answer = readable(event);
      if (answer !== 'some') return answer === 'all';
      return mayReadNode(event, nodeId) && namedOf(row).every(mayReadNamed);
    },
    readsErrors: ({ actor_id: actorId }) => isWhole || (actorId !== null && actorId === account),
  };
};
