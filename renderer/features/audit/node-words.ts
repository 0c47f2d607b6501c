import type { AuditEvent } from '#shared/contract/audit.ts';
import { singularOf } from '#shared/model/node-words.ts';

/** What an event is about: its name, or where it has none, what it is. */
export function nodeWords({ nodeName, nodeKind }: Pick<AuditEvent, 'nodeName' | 'nodeKind'>): string {
  return nodeName || (nodeKind ? singularOf(nodeKind) : '');
}
