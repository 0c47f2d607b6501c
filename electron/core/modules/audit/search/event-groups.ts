import type { NodeKind } from '#shared/model/nodes.ts';
import { type AuditRow, kindOfId } from '../../../rpc/index.ts';
import type { EventClass } from '../reader.ts';
import { sharedText } from './text.ts';

/** What many events have in common; an event is one of these, at a place, at a time. */
export interface EventGroup {
  readonly actorId: string | null;
  readonly operation: string;
  readonly permission: string | null;
  readonly kind: NodeKind | null;
  readonly outcome: AuditRow['outcome'];
  /** Which of the chain's classes it is of: what decides who may read it. */
  readonly classCode: number;
  /** Its part of the searched text, which all of its events share. */
  readonly text: string;
  /** Whether its events have text of their own besides. */
  readonly hasFreeText: boolean;
}

type GroupRow = Pick<
  AuditRow,
  | 'actor_id'
  | 'actor_name'
  | 'operation'
  | 'permission'
  | 'node_id'
  | 'via_label'
  | 'outcome'
  | 'named'
  | 'format'
> & { readonly has_free_text: 0 | 1 };

/** The number of a key; a new one gets the next, and its value. */
export const codeOf = <T>(codes: Map<string, number>, values: T[], key: string, make: () => T): number => {
  const known = codes.get(key);
  if (known !== undefined) return known;
  codes.set(key, values.length);
  values.push(make());
  return values.length - 1;
};

/** The groups of one chain, numbered from 0. */
export class EventGroups {
  readonly #byKey = new Map<string, number>();
  readonly #classByKey = new Map<string, number>();
  readonly all: EventGroup[] = [];
  /** The distinct ones that decide who may read an event. */
  readonly classes: EventClass[] = [];
  /** How many events each group has. */
  readonly counts: number[] = [];

  /** Counts an event, and answers the number of its group. */
  add(row: GroupRow): number {
    const kind = kindOfId(row.node_id);
    const { actor_id: actorId, operation, permission, outcome, named } = row;
    const isOld = row.format === 1;
    const told = `${row.actor_name}\0${row.via_label}\0${row.has_free_text}`;
    const key = `${actorId}\0${operation}\0${permission}\0${kind}\0${outcome}\0${named}\0${isOld}\0${told}`;
    const code = codeOf(this.#byKey, this.all, key, () => {
      const classCode = codeOf(
        this.#classByKey,
        this.classes,
        `${kind} ${permission} ${isOld} ${named}`,
        () => ({
          kind,
          permission,
          named,
          isOld,
        }),
      );
      const hasFreeText = row.has_free_text === 1;
      return { actorId, operation, permission, kind, outcome, classCode, text: sharedText(row), hasFreeText };
    });
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    return code;
  }
}
