import type { NodeKind } from '#shared/model/nodes.ts';
import { isPermission, type Permission } from '#shared/model/permissions.ts';
import { type AccessIndex, bitOf, hasBit, readPermissionOf } from '../../access/index.ts';
import { type Told, tellsOfOthers, toldReaderOf } from './told.ts';
import { kindOfId } from './view.ts';

/** What decides who may read an event, besides the node itself. */
export interface EventClass {
  readonly kind: NodeKind | null;
  /** Of the operation, such as `serviceVariables.write`. */
  readonly permission: string | null;
}

/** Whether all events of a class may be read, none, or each has to be looked at. */
export type Readable = 'all' | 'none' | 'some';

/** What of an audit trail somebody may read. */
export interface AuditReader {
  readable(event: EventClass): Readable;
  /** The exact answer for one event. */
  mayRead(event: Told & { readonly node_id: string | null; readonly permission: string | null }): boolean;
}

/** Kinds of which everybody has some of their own, whatever else they may read. */
const ownKinds: readonly (NodeKind | null)[] = ['member', 'apiKey', 'accessRequest', 'organization'];

/** What an event takes to be read: its node's kind, and what its operation dealt with, such as variables. */
const demanded = ({ kind, permission }: EventClass): Permission[] => {
  const subject = `${permission?.split('.')[0] ?? ''}.read`;
  return [...(kind ? [readPermissionOf(kind)] : []), ...(isPermission(subject) ? [subject] : [])];
};

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

  const told = toldReaderOf(access, subject, organizationId);
  const missingFor = (event: EventClass): Permission[] =>
    demanded(event).filter((permission) => !everywhere(permission));

  const judge = (event: EventClass): Readable => {
    const missing = missingFor(event);
    if (missing.length === 0) return told.isWhole || !tellsOfOthers(event) ? 'all' : 'some';
    if (ownKinds.includes(event.kind)) return 'some';
    return missing.every(inSomeScope) ? 'some' : 'none';
  };

  const judged = new Map<string, Readable>();
  const readable = (event: EventClass): Readable => {
    const key = `${event.kind} ${event.permission}`;
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

  return {
    readable,
    mayRead({ node_id: nodeId, permission, ...says }) {
      const event = { kind: kindOfId(nodeId), permission };
      if (readable(event) === 'all') return true;
      return mayReadNode(event, nodeId) && (!tellsOfOthers(event) || told.mayRead(says));
    },
  };
};
