import type { AuditRow } from '../../../rpc/index.ts';
import { codeOf, type EventGroup, EventGroups } from './event-groups.ts';
import { PlaceTexts } from './place-texts.ts';
import { fold } from './text.ts';
import { TimeBlocks } from './time-blocks.ts';

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
  | 'via_label'
  | 'node_path'
  | 'node_name'
  | 'outcome'
  | 'named'
  | 'format'
> & { readonly has_free_text: 0 | 1 };

/** Of nodes with at most so many events, these are followed one to the next instead of passing over all. */
const followed = 20_000;

const grown = <T extends Uint32Array | Float64Array>(column: T, make: (length: number) => T): T => {
  const larger = make(column.length * 2);
  larger.set(column as never);
  return larger;
};

/**
 * One chain as columns of numbers in memory, 24 bytes an event: any mix of filters is one pass over them, where
 * intersecting indexes on disk would read far more than is found. Index 0 is the oldest event that is not archived.
 */
export class ChainColumns {
  #sequences = new Uint32Array(1_024);
  #groupCodes = new Uint32Array(1_024);
  #placeCodes = new Uint32Array(1_024);
  #times = new Float64Array(1_024);
  /** The event before at the same place, as its index plus one. */
  #previous = new Uint32Array(1_024);
  readonly #blocks = new TimeBlocks();
  #length = 0;
  #firstPosition = 1;
  readonly groups = new EventGroups();
  readonly #placeByPath = new Map<string, number>();
  /** How each account was called last. */
  readonly actorNames = new Map<string, string>();
  /** What the node of each place was called; one that was renamed has several places. */
  readonly placeTexts = new PlaceTexts();
  readonly #placeCounts: number[] = [];
  readonly #newestAtPlace: number[] = [];
  /** For each node the places at or below it. */
  readonly #placesOfNode = new Map<string, number[]>();

  get length(): number {
    return this.#length;
  }

  add(row: ColumnRow): void {
    if (this.#length === 0) this.#firstPosition = row.position;
    if (this.#length === this.#sequences.length) this.#grow();
    if (row.actor_id !== null) this.actorNames.set(row.actor_id, row.actor_name);
    this.#sequences[this.#length] = row.sequence;
    this.#groupCodes[this.#length] = this.groups.add(row);
    const place = this.#placeCodeOf(row);
    this.#placeCodes[this.#length] = place;
    this.#previous[this.#length] = this.#newestAtPlace[place] ?? 0;
    this.#newestAtPlace[place] = this.#length + 1;
    this.#placeCounts[place] = (this.#placeCounts[place] ?? 0) + 1;
    this.#times[this.#length] = row.at;
    this.#blocks.add(this.#length, row.at);
    this.#length += 1;
  }

  #placeCodeOf({ node_path: path, node_name: name }: ColumnRow): number {
    const texts = this.placeTexts.all;
    const count = texts.length;
    const code = codeOf(this.#placeByPath, texts, `${path}\0${name}`, () => fold(name ?? ''));
    if (code < count) return code;
    for (const id of path.split(' ')) {
      const below = this.#placesOfNode.get(id);
      if (below) below.push(code);
      else this.#placesOfNode.set(id, [code]);
    }
    return code;
  }

  /** The places at or below all of the nodes. */
  placesOf(nodeIds: readonly string[]): Places {
    const marks = new Uint8Array(this.placeTexts.all.length);
    for (const id of nodeIds)
      for (const code of this.#placesOfNode.get(id) ?? []) marks[code] = (marks[code] ?? 0) + 1;
    const codes = (this.#placesOfNode.get(nodeIds[0] ?? '') ?? []).filter(
      (code) => marks[code] === nodeIds.length,
    );
    const count = codes.reduce((sum, code) => sum + (this.#placeCounts[code] ?? 0), 0);
    return { marks: marks.map((each) => (each === nodeIds.length ? 1 : 0)), codes, count };
  }

  /** The events at few places, newest first. */
  #eventsAt({ codes, count }: Places): Uint32Array {
    const events = new Uint32Array(count);
    let at = 0;
    for (const code of codes)
      for (let next = this.#newestAtPlace[code] ?? 0; next > 0; next = this.#previous[next - 1] ?? 0)
        events[at++] = next - 1;
    return events.sort().reverse();
  }

  /** The events before an index that pass, newest first. */
  *passing(before: number, filter: ColumnFilter): Generator<number> {
    const { places } = filter;
    if (places !== null && places.count <= followed) {
      for (const index of this.#eventsAt(places))
        if (index < before && this.passes(index, filter)) yield index;
      return;
    }
    for (let index = this.#nextPassing(before - 1, filter); index >= 0; ) {
      yield index;
      index = this.#nextPassing(index - 1, filter);
    }
  }

  #grow(): void {
    this.#sequences = grown(this.#sequences, (length) => new Uint32Array(length));
    this.#groupCodes = grown(this.#groupCodes, (length) => new Uint32Array(length));
    this.#placeCodes = grown(this.#placeCodes, (length) => new Uint32Array(length));
    this.#previous = grown(this.#previous, (length) => new Uint32Array(length));
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

  /** What an event's node was called, as the search compares it. */
  placeTextAt(index: number): string {
    return this.placeTexts.all[this.#placeCodes[index] ?? 0] ?? '';
  }

  groupAt(index: number): EventGroup | undefined {
    return this.groups.all[this.#groupCodes[index] ?? 0];
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

  /** Whether an event passes: its group and place are wanted and leave every word possible, its time lies within. */
  passes(index: number, { groups, places, words, from, to }: ColumnFilter): boolean {
    const group = this.#groupCodes[index] ?? 0;
    if (groups[group] === 0) return false;
    const place = this.#placeCodes[index] ?? 0;
    if (places !== null && places.marks[place] === 0) return false;
    if (words !== null && ((words.possible[group] ?? 0) | (words.atPlace[place] ?? 0)) !== words.all)
      return false;
    const at = this.#times[index] ?? 0;
    return at >= from && at <= to;
  }

  /** The indexes, as whole blocks, outside of which nothing lies within a time: the first, and the one after the last. */
  within(time: Pick<ColumnFilter, 'from' | 'to'>): { first: number; end: number } {
    const { first, end } = this.#blocks.within(time);
    return { first, end: Math.min(this.#length, end) };
  }

  /** Whether the columns alone say that an event has all the words. */
  isSure(index: number, words: WordFilter): boolean {
    const group = this.#groupCodes[index] ?? 0;
    return ((words.sure[group] ?? 0) | (words.atPlace[this.#placeCodes[index] ?? 0] ?? 0)) === words.all;
  }

  /** The newest index from `index` down that passes, or -1; what lies outside the time is passed over in blocks. */
  #nextPassing(index: number, filter: ColumnFilter): number {
    const { groups } = filter;
    const groupCodes = this.#groupCodes;
    for (let at = index; at >= 0; ) {
      const first = this.#blocks.startOf(at);
      if (this.#blocks.mayHold(at, filter)) {
        for (; at >= first; at -= 1) {
          if (groups[groupCodes[at] ?? 0] !== 0 && this.passes(at, filter)) return at;
        }
      }
      at = first - 1;
    }
    return -1;
  }
}

/** Places that are wanted: one byte each, their codes, and how many events they have. */
export interface Places {
  readonly marks: Uint8Array;
  readonly codes: readonly number[];
  readonly count: number;
}

/** Which of the words each group and place has, as bits. */
export interface WordFilter {
  readonly all: number;
  readonly sure: Int32Array;
  /** Those too that an event of the group may have of its own. */
  readonly possible: Int32Array;
  readonly atPlace: Int32Array;
}

/** One byte a group: whether it is wanted. Without places or words, all are. */
export interface ColumnFilter {
  readonly groups: Uint8Array;
  readonly places: Places | null;
  readonly words: WordFilter | null;
  readonly from: number;
  readonly to: number;
}
