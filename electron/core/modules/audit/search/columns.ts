import type { NodeKind } from '#shared/model/nodes.ts';
import type { AuditRow } from '../../../rpc/index.ts';
import type { EventClass } from '../reader.ts';
import { kindOfId } from '../view.ts';

/** What many events have in common; an event is one of these, at a place, at a time. */
export interface EventGroup {
  readonly actorId: string | null;
  readonly operation: string;
  readonly permission: string | null;
  readonly kind: NodeKind | null;
  readonly outcome: AuditRow['outcome'];
  /** Which of the chain's classes it is of: what decides who may read it. */
  readonly classCode: number;
}

/** The columns that the search filters by. */
export type ColumnRow = Pick<
  AuditRow,
  | 'sequence'
  | 'position'
  | 'at'
  | 'actor_id'
  | 'actor_name'
  | 'operation'
  | 'permission'
  | 'node_id'
  | 'node_path'
  | 'outcome'
>;

const grown = <T extends Uint32Array | Float64Array>(column: T, make: (length: number) => T): T => {
  const larger = make(column.length * 2);
  larger.set(column as never);
  return larger;
};

const codeOf = <T>(codes: Map<string, number>, values: T[], key: string, make: () => T): number => {
  const known = codes.get(key);
  if (known !== undefined) return known;
  codes.set(key, values.length);
  values.push(make());
  return values.length - 1;
};

/**
 * One chain as columns of numbers in memory, 20 bytes an event: any mix of filters is one pass over them, where
 * intersecting indexes on disk would read far more than is found. Index 0 is the oldest event that is not archived.
 */
export class ChainColumns {
  #sequences = new Uint32Array(1_024);
  #groupCodes = new Uint32Array(1_024);
  #placeCodes = new Uint32Array(1_024);
  #times = new Float64Array(1_024);
  #length = 0;
  #firstPosition = 1;
  readonly #groupByKey = new Map<string, number>();
  readonly #placeByPath = new Map<string, number>();
  readonly groups: EventGroup[] = [];
  /** The distinct pairs of node kind and permission. */
  readonly classes: EventClass[] = [];
  readonly #classByKey = new Map<string, number>();
  /** How each account was called last. */
  readonly actorNames = new Map<string, string>();
  /** How many events each group has. */
  readonly groupCounts: number[] = [];
  /** The ids from the organization down, with spaces between. */
  readonly places: string[] = [];
  /** For each node the places at or below it. */
  readonly #placesOfNode = new Map<string, number[]>();

  get length(): number {
    return this.#length;
  }

  add(row: ColumnRow): void {
    if (this.#length === 0) this.#firstPosition = row.position;
    if (this.#length === this.#sequences.length) this.#grow();
    const code = this.#groupCodeOf(row);
    if (row.actor_id !== null) this.actorNames.set(row.actor_id, row.actor_name);
    this.groupCounts[code] = (this.groupCounts[code] ?? 0) + 1;
    this.#sequences[this.#length] = row.sequence;
    this.#groupCodes[this.#length] = code;
    this.#placeCodes[this.#length] = this.#placeCodeOf(row.node_path);
    this.#times[this.#length] = row.at;
    this.#length += 1;
  }

  #groupCodeOf(row: ColumnRow): number {
    const kind = kindOfId(row.node_id);
    const { actor_id: actorId, operation, permission, outcome } = row;
    const key = `${actorId}\n${operation}\n${permission}\n${kind}\n${outcome}`;
    return codeOf(this.#groupByKey, this.groups, key, () => {
      const classCode = codeOf(this.#classByKey, this.classes, `${kind} ${permission}`, () => ({
        kind,
        permission,
      }));
      return { actorId, operation, permission, kind, outcome, classCode };
    });
  }

  #placeCodeOf(path: string): number {
    const count = this.places.length;
    const code = codeOf(this.#placeByPath, this.places, path, () => path);
    if (code < count) return code;
    for (const id of path.split(' ')) {
      const below = this.#placesOfNode.get(id);
      if (below) below.push(code);
      else this.#placesOfNode.set(id, [code]);
    }
    return code;
  }

  /** One byte a place: whether it is, or was below, each of the nodes. */
  placesOf(nodeIds: readonly string[]): Uint8Array {
    const counts = new Uint8Array(this.places.length);
    for (const id of nodeIds)
      for (const code of this.#placesOfNode.get(id) ?? []) counts[code] = (counts[code] ?? 0) + 1;
    return counts.map((count) => (count === nodeIds.length ? 1 : 0));
  }

  #grow(): void {
    this.#sequences = grown(this.#sequences, (length) => new Uint32Array(length));
    this.#groupCodes = grown(this.#groupCodes, (length) => new Uint32Array(length));
    this.#placeCodes = grown(this.#placeCodes, (length) => new Uint32Array(length));
    this.#times = grown(this.#times, (length) => new Float64Array(length));
  }

  sequenceAt(index: number): number {
    return this.#sequences[index] ?? 0;
  }

  positionAt(index: number): number {
    return this.#firstPosition + index;
  }

  indexOfPosition(position: number): number {
    return position - this.#firstPosition;
  }

  groupAt(index: number): EventGroup | undefined {
    return this.groups[this.#groupCodes[index] ?? 0];
  }

  /** The index of a sequence, or -1 where it belongs to another chain. */
  indexOfSequence(sequence: number): number {
    let low = 0;
    let high = this.#length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#sequences[middle] ?? 0;
      if (found === sequence) return middle;
      if (found < sequence) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Whether an event passes: its group and place are marked, and its time lies within. */
  passes(index: number, filter: ColumnFilter): boolean {
    if (filter.groups[this.#groupCodes[index] ?? 0] === 0) return false;
    if (filter.places !== null && filter.places[this.#placeCodes[index] ?? 0] === 0) return false;
    const at = this.#times[index] ?? 0;
    return at >= filter.from && at <= filter.to;
  }

  /** The newest index from `index` down to `end` that passes, or -1. */
  nextPassing(index: number, end: number, filter: ColumnFilter): number {
    const { groups, places, from, to } = filter;
    const groupCodes = this.#groupCodes;
    for (let at = index; at >= end; at -= 1) {
      if (groups[groupCodes[at] ?? 0] === 0) continue;
      if (places !== null && places[this.#placeCodes[at] ?? 0] === 0) continue;
      const time = this.#times[at] ?? 0;
      if (time >= from && time <= to) return at;
    }
    return -1;
  }
}

/** One byte a group and a place: whether it is wanted. Without places, all are. */
export interface ColumnFilter {
  readonly groups: Uint8Array;
  readonly places: Uint8Array | null;
  readonly from: number;
  readonly to: number;
}
