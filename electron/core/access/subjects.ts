import { wordCount } from './bits.ts';
import type { Decisions } from './decisions.ts';
import type { Effective, IndexedNode, NodeSubjects } from './indexed-node.ts';

/**
 * One row a subject: for each 32 permissions what it holds anywhere and what it holds everywhere, then its version.
 * With the permissions of today that is 64 bytes, so that most decisions read one cache line of it.
 */
const versionAt = 2 * wordCount;
const rowSize = 2 ** Math.ceil(Math.log2(versionAt + 1));
/** The version of whoever is to be worked out anew. */
const marked = 0;
/** The row of whoever is no subject. */
export const noRow = -1;

/**
 * What each active member of one organization may, by account, and each API key, by its id. A change only marks
 * whom it reaches; what they may is worked out anew when they are asked about next, so that a grant to a team of
 * a thousand costs no more than its members who are there.
 */
export class Subjects implements NodeSubjects {
  readonly #rows = new Map<string, number>();
  readonly #free: number[] = [];
  #table = new Int32Array(16 * rowSize);
  /** By row: what the subject may; in its place the id of the member, where that is to be worked out anew. */
  readonly #held: (Effective | string | undefined)[] = [];
  readonly #decisions: Decisions;
  readonly #compile: (memberId: string) => void;

  constructor(decisions: Decisions, compile: (memberId: string) => void) {
    this.#decisions = decisions;
    this.#compile = compile;
  }

  get(subject: string): Effective | undefined {
    const row = this.#rows.get(subject);
    if (row === undefined) return undefined;
    const held = this.#held[row];
    return typeof held === 'string' ? this.#settled(subject, held).get(subject) : held;
  }

  has(subject: string): boolean {
    return this.get(subject) !== undefined;
  }

  /** The decision: whether a subject holds a permission, by its bit, on a node of this organization. */
  can(subject: string, bit: number, node: IndexedNode): boolean {
    return this.canBy(this.rowOf(subject), subject, bit, node);
  }

  /** The row of a subject, until the next change. */
  rowOf(subject: string): number {
    return this.#rows.get(subject) ?? noRow;
  }

  /** The decision where the subject's row was looked up before. */
  canBy(row: number, subject: string, bit: number, node: IndexedNode): boolean {
    if (row === noRow) return false;
    const table = this.#table;
    const version = table[row * rowSize + versionAt] ?? marked;
    if (version === marked) return this.#canOnceSettled(subject, row, bit, node);
    const at = row * rowSize + ((bit >>> 5) << 1);
    const mask = 1 << (bit & 31);
    // Most questions are answered here: what is held nowhere is no, what is held everywhere yes, whatever the node.
    if (((table[at] ?? 0) & mask) === 0) return false;
    if (((table[at + 1] ?? 0) & mask) !== 0) return true;
    const decisions = this.#decisions;
    const known = decisions.find(version, node);
    return decisions.hasBit(known < 0 ? this.#remembered(row, version, node) : known, bit);
  }

  #canOnceSettled(subject: string, row: number, bit: number, node: IndexedNode): boolean {
    const held = this.#held[row];
    return typeof held === 'string' && this.#settled(subject, held).can(subject, bit, node);
  }

  #remembered(row: number, version: number, node: IndexedNode): number {
    const held = this.#held[row];
    if (typeof held !== 'object') throw new Error('a subject of a version holds nothing');
    return this.#decisions.remember(version, held, node);
  }

  #settled(subject: string, memberId: string): this {
    this.delete(subject);
    this.#compile(memberId);
    return this;
  }

  set(subject: string, held: Effective): void {
    const row = this.#madeRow(subject);
    this.#held[row] = held;
    for (let word = 0; word < wordCount; word += 1) {
      this.#table[row * rowSize + 2 * word] = held.anywhere[word] ?? 0;
      this.#table[row * rowSize + 2 * word + 1] = held.everywhere[word] ?? 0;
    }
    this.#table[row * rowSize + versionAt] = this.#decisions.nextVersion();
  }

  /** Has a subject worked out anew when it is asked about next. */
  mark(subject: string, memberId: string): void {
    const row = this.#madeRow(subject);
    this.#held[row] = memberId;
    this.#table[row * rowSize + versionAt] = marked;
  }

  delete(subject: string): void {
    const row = this.#rows.get(subject);
    if (row === undefined) return;
    this.#rows.delete(subject);
    this.#held[row] = undefined;
    this.#table[row * rowSize + versionAt] = marked;
    this.#free.push(row);
  }

  #madeRow(subject: string): number {
    const known = this.#rows.get(subject);
    if (known !== undefined) return known;
    const row = this.#free.pop() ?? this.#held.length;
    this.#rows.set(subject, row);
    this.#held[row] = undefined;
    if ((row + 1) * rowSize > this.#table.length) this.#grow();
    return row;
  }

  #grow(): void {
    const table = new Int32Array(2 * this.#table.length);
    table.set(this.#table);
    this.#table = table;
  }

  /** What is worked out; whoever is marked is left out, since nobody has asked about them since. */
  *known(): Generator<Effective> {
    for (const held of this.#held) if (typeof held === 'object') yield held;
  }
}
