import { type PermissionBits, wordCount } from './bits.ts';
import type { Effective, IndexedNode } from './indexed-node.ts';

/** One slot: the number of the node, the version of the subject, then what is held there. */
const bitsAt = 2;
const slotSize = 2 ** Math.ceil(Math.log2(bitsAt + wordCount));
/** Four slots a set, side by side: up to four questions that meet there are all remembered. */
const setSize = 4 * slotSize;
const setBits = 12;

/** From here on versions and numbers repeat, and so nothing is remembered. */
const most = 0x7fff_ffff;

/**
 * What subjects hold on nodes where the way up had to be walked, for the next question about the same two: at most
 * 16,384 answers in half a megabyte, where a newer one takes the place of an older. Nothing is ever cleared: an
 * answer is found by the number of its node, which no other gets, and by the version of its subject, which is
 * another after whatever changes the subject's access, or the tree above its scopes.
 */
export class Decisions {
  #slots = new Int32Array(0);
  #version = 0;
  #turn = 0;

  /** A version that no subject had before. */
  nextVersion(): number {
    this.#version = Math.min(this.#version + 1, most);
    return this.#version;
  }

  /** Where it is remembered what a subject holds on a node; -1 for nowhere. */
  find(version: number, { number }: IndexedNode): number {
    const slots = this.#slots;
    const first = setOf(version, number);
    for (let slot = first; slot < first + setSize; slot += slotSize)
      if (slots[slot] === number && slots[slot + 1] === version) return slot;
    return -1;
  }

  /** Whether what is remembered there holds a bit. */
  hasBit(slot: number, bit: number): boolean {
    return ((this.#slots[slot + bitsAt + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  /** Works out what a subject holds on a node, from the node up, and answers where that is remembered. */
  remember(version: number, { everywhere, scopes }: Effective, node: IndexedNode): number {
    if (this.#slots.length === 0) this.#slots = new Int32Array(setSize * 2 ** setBits);
    const slots = this.#slots;
    const slot = this.#room(setOf(version, node.number));
    slots[slot] = version < most && node.number < most ? node.number : -1;
    slots[slot + 1] = version;
    for (let word = 0; word < wordCount; word += 1) slots[slot + bitsAt + word] = everywhere[word] ?? 0;
    for (let above: IndexedNode | null = node; scopes && above; above = above.parent) {
      const granted = above.isScope ? scopes.get(above) : undefined;
      if (granted) this.#add(slot + bitsAt, granted);
    }
    return slot;
  }

  #add(at: number, bits: PermissionBits): void {
    const slots = this.#slots;
    for (let word = 0; word < wordCount; word += 1)
      slots[at + word] = (slots[at + word] ?? 0) | (bits[word] ?? 0);
  }

  /** A slot of a set that was never used, or each of them in turn. */
  #room(first: number): number {
    for (let slot = first; slot < first + setSize; slot += slotSize)
      if (this.#slots[slot + 1] === 0) return slot;
    this.#turn = (this.#turn + slotSize) % setSize;
    return first + this.#turn;
  }
}

const setOf = (version: number, number: number): number =>
  ((Math.imul(number, 0x9e37_79b1) ^ Math.imul(version, 0x85eb_ca6b)) >>> (32 - setBits)) * setSize;
